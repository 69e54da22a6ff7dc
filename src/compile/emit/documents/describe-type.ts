import type { FieldDesign, FieldType } from '../../design.ts'
import { withArticle } from '../openapi/part.ts'

/** The type of a field in words: `text (1 to 200)`, `one of public, private`, `id of a user`. */
function describeType(type: FieldType): string {
  switch (type.kind) {
    case 'text':
      return `text${range(type.min, type.max)}${type.pattern === undefined ? '' : `, matches ${type.pattern}`}`
    case 'int':
    case 'bigint':
    case 'decimal':
      return `${type.kind}${range(type.min, type.max)}`
    case 'money':
      return `money in ${type.currency}${range(type.min, type.max)}`
    case 'oneOf':
      return `one of ${type.values.join(', ')}`
    case 'reference':
      return `id of ${withArticle(type.to)}`
    case 'array':
      return `list of ${describeType(type.of)}, at most ${type.maxItems ?? 100}`
    case 'json':
    case 'bytes':
      return type.maxBytes === undefined
        ? type.kind
        : `${type.kind}, at most ${type.maxBytes} bytes`
    case 'url':
    case 'email':
    case 'slug':
    case 'boolean':
    case 'timestamp':
    case 'date':
    case 'duration':
    case 'uuid':
    case 'ip':
      return type.kind
  }
}

/** The type, and whether it may be null and what it is by default. */
export function describeField(field: FieldDesign): string {
  return [
    describeType(field.type),
    ...(field.nullable ? ['or null'] : []),
    ...(field.default === undefined ? [] : [`default ${JSON.stringify(field.default)}`]),
  ].join(', ')
}

function range(min: number | string | undefined, max: number | string | undefined): string {
  if (min === undefined && max === undefined) return ''
  if (min === undefined) return ` (at most ${max})`
  return max === undefined ? ` (at least ${min})` : ` (${min} to ${max})`
}
