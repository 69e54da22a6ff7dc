import type { FieldType } from '../../blueprint/field-type.ts'
import type { FindingRule } from '../finding-rule.ts'

/** A field that no value, or no database, can satisfy. */
export const badBounds: FindingRule = {
  id: 'bad-bounds',
  severity: 'error',
  summary: 'The bounds of a field cannot be satisfied.',
  run: ({ blueprint }) =>
    blueprint.resources
      .flatMap(({ fields }) => fields)
      .flatMap(({ type, name, place }) => {
        const wrong = boundFault(type)
        return wrong === undefined
          ? []
          : [
              {
                message: `No value fits ${place.path ?? name}: ${wrong}`,
                help: 'Correct the bounds of the field.',
                place,
              },
            ]
      }),
}

function boundFault(type: FieldType): string | undefined {
  switch (type.kind) {
    case 'array':
      return sizeFault(type.maxItems) ?? boundFault(type.of)
    case 'oneOf':
      return choiceFault(type.values)
    case 'decimal':
      return digitsFault(type.precision ?? 18, type.scale ?? 6) ?? rangeFault(type)
    case 'money':
      return currencyFault(type.currency) ?? rangeFault(type)
    case 'text':
      return sizeFault(type.max) ?? rangeFault(type) ?? patternFault(type.pattern)
    case 'url':
    case 'email':
    case 'slug':
      return sizeFault(type.max)
    case 'json':
    case 'bytes':
      return sizeFault(type.maxBytes)
    case 'int':
    case 'bigint':
      return rangeFault(type)
    case 'boolean':
    case 'timestamp':
    case 'date':
    case 'duration':
    case 'uuid':
    case 'ip':
    case 'reference':
      return undefined
  }
}

/** @see https://www.iso.org/iso-4217-currency-codes.html */
function currencyFault(currency: string): string | undefined {
  return /^[A-Z]{3}$/.test(String(currency)) ? undefined : `${currency} is no ISO 4217 currency`
}

function choiceFault(values: readonly string[]): string | undefined {
  if (values.length === 0) return 'oneOf() has no words'
  if (values.some((value) => typeof value !== 'string' || value === ''))
    return 'a word of oneOf() is empty or no text'
  return new Set(values).size < values.length ? 'oneOf() has a word twice' : undefined
}

/** @see https://www.postgresql.org/docs/current/datatype-numeric.html */
const MAX_PRECISION = 1000

function digitsFault(precision: number, scale: number): string | undefined {
  const areWhole = Number.isInteger(precision) && Number.isInteger(scale)
  if (!areWhole || precision < 1 || precision > MAX_PRECISION || scale < 0)
    return `precision ${precision} and scale ${scale} are no numbers of digits`
  return scale > precision ? `scale ${scale} is larger than precision ${precision}` : undefined
}

function rangeFault(type: {
  readonly min?: number | string
  readonly max?: number | string
}): string | undefined {
  const { min, max } = type
  const unreadable = [min, max].find((bound) => bound !== undefined && Number.isNaN(Number(bound)))
  if (unreadable !== undefined) return `${unreadable} is no number`
  return min !== undefined && max !== undefined && Number(min) > Number(max)
    ? `the smallest, ${min}, is larger than the largest, ${max}`
    : undefined
}

function sizeFault(max: number | undefined): string | undefined {
  return max === undefined || (Number.isInteger(max) && max > 0) ? undefined : `${max} is no size`
}

function patternFault(pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined
  if (/\(\?<?[=!]|\\k<|\\p\{/.test(pattern))
    return 'its pattern uses a word of JavaScript that PostgreSQL reads differently'
  try {
    new RegExp(pattern, 'u')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'its pattern is no regular expression'
  }
}
