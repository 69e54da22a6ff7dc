import type { FieldDefinition } from '../../blueprint/definition.ts'
import type { FieldType } from '../../blueprint/field-type.ts'
import type { FindingRule } from '../finding-rule.ts'
import { misfit, show } from '../misfit.ts'

/** A default that its own field refuses. */
export const badDefault: FindingRule = {
  id: 'bad-default',
  severity: 'error',
  summary: 'A default breaks the type of its field.',
  run: ({ blueprint }) =>
    blueprint.resources
      .flatMap(({ fields }) => fields)
      .flatMap((field) => {
        const wrong = fault(field)
        if (wrong === undefined) return []
        return [
          {
            message: `Every row without ${field.name} would be refused: ${wrong}`,
            help: 'Give a default that the field accepts, or widen the field.',
            place: field.place,
          },
        ]
      }),
}

function fault(field: FieldDefinition): string | undefined {
  if (!('default' in field)) return undefined
  return misfit(field.type, field.default) ?? outOfBounds(field.type, field.default)
}

function outOfBounds(type: FieldType, value: unknown): string | undefined {
  if (type.kind === 'text' && typeof value === 'string') return textFault(type, value)
  if (type.kind === 'int' && typeof value === 'number') return numberFault(type, value)
  if (type.kind === 'bigint' || type.kind === 'decimal' || type.kind === 'money')
    return numberFault(type, Number(value))
  return undefined
}

function textFault(
  { min, max, pattern }: Extract<FieldType, { readonly kind: 'text' }>,
  value: string,
): string | undefined {
  const { length } = [...value]
  if (min !== undefined && length < min) return `${show(value)} has fewer than ${min} characters`
  if (max !== undefined && length > max) return `${show(value)} has more than ${max} characters`
  return pattern !== undefined && !matches(pattern, value)
    ? `${show(value)} does not match ${pattern}`
    : undefined
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    // A pattern that cannot be read is the finding of bad-bounds.
    return true
  }
}

function numberFault(
  bounds: { readonly min?: number | string; readonly max?: number | string },
  value: number,
): string | undefined {
  if (bounds.min !== undefined && value < Number(bounds.min))
    return `${value} is less than ${bounds.min}`
  return bounds.max !== undefined && value > Number(bounds.max)
    ? `${value} is more than ${bounds.max}`
    : undefined
}
