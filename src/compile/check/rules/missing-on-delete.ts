import type { FieldDefinition } from '../../blueprint/definition.ts'
import type { FindingRule } from '../finding-rule.ts'

/** A reference that does not say what becomes of its rows when the row it points to is deleted. */
export const missingOnDelete: FindingRule = {
  id: 'missing-on-delete',
  severity: 'error',
  summary: 'A required reference does not say what a delete does.',
  run: ({ blueprint }) =>
    blueprint.resources
      .flatMap(({ fields }) => fields)
      .flatMap((field) => {
        const message = fault(field)
        return message === undefined ? [] : [{ message, help: helpFor(field), place: field.place }]
      }),
}

function fault({ type, optional, onDelete, place, name }: FieldDefinition): string | undefined {
  const path = place.path ?? name
  if (type.kind !== 'reference')
    return onDelete === undefined
      ? undefined
      : `${path} is no reference: onDelete means nothing for it`
  if (optional) return undefined
  if (onDelete === undefined) return `Deleting a ${type.to} would leave ${path} without an answer`
  return onDelete === 'null'
    ? `${path} is required, so that a delete cannot set it to null`
    : undefined
}

function helpFor({ type }: FieldDefinition): string {
  if (type.kind !== 'reference') return 'Remove .onDelete().'
  return `Say .onDelete('cascade') to delete these rows too, or .onDelete('restrict') to refuse to delete a ${type.to} that has some.`
}
