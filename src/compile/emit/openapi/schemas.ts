import type { ComputedDesign, FieldDesign, IncludeDesign, ResourceDesign } from '../../design.ts'
import { createSchema, fieldSchema, type JsonSchema, patchSchema } from '../../json-schema.ts'
import { exampleOf } from './example.ts'
import { readableFields, resourcesOf, saidFields, schemaName, type Voice } from './naming.ts'
import { type Part, ref, spoken, withArticle } from './part.ts'

/** Rows of one page, of one included list, of one bulk. */
const PAGE_MAX = 100
const INCLUDED_MAX = 50
const BULK_MAX = 1000

/** The schemas of a resource: what is read, what is created, what is patched, and pages of it. */
export function resourceSchemas(voice: Voice, resource: ResourceDesign): Part {
  const name = schemaName(voice, resource)
  const creates = resource.operations.includes('create')
  const updates = resource.operations.includes('update')
  const reads = resource.operations.includes('read') || creates || updates
  return {
    ...(reads ? { [name]: readSchema(voice, resource) } : {}),
    ...(resource.operations.includes('list')
      ? { [`${name}List`]: listSchema(name, resource) }
      : {}),
    ...(creates ? { [`${name}Create`]: writeSchema(voice, resource, 'create') } : {}),
    ...(updates ? { [`${name}Patch`]: writeSchema(voice, resource, 'update') } : {}),
    ...(creates ? bulkSchemas(name, resource) : {}),
  }
}

function readSchema(voice: Voice, resource: ResourceDesign): Part {
  const fields = saidFields(voice, resource, readableFields(resource))
  const includes = offeredIncludes(voice, resource)
  return {
    type: 'object',
    description: `${resource.description ?? sentence(withArticle(resource.name))} As far as the caller may read it; \`fields\` and \`include\` say what it holds.`,
    properties: {
      ...Object.fromEntries(
        fields.map(([name, field]) => [name, readProperty(voice, resource, field)]),
      ),
      ...Object.fromEntries(
        resource.computed.map((computed) => [computed.name, computedSchema(computed)]),
      ),
      ...Object.fromEntries(
        includes
          .filter(({ kind }) => kind === 'many')
          .map((include) => [include.name, manySchema(voice, include)]),
      ),
    },
    required: ['id'],
    additionalProperties: false,
    example: exampleRow(voice, resource),
  }
}

/** What can be included: the other end has to exist in the version. */
export function offeredIncludes(voice: Voice, resource: ResourceDesign): readonly IncludeDesign[] {
  const names = new Set(resourcesOf(voice).map(({ name }) => name))
  return resource.includes.filter((include) => names.has(include.resource))
}

/** A row as the server might answer with it. */
export function exampleRow(voice: Voice, resource: ResourceDesign): Part {
  return exampleBody(saidFields(voice, resource, readableFields(resource)))
}

function exampleBody(fields: readonly (readonly [string, FieldDesign])[]): Part {
  return Object.fromEntries(
    fields.flatMap(([name, field]) => {
      const value = exampleOf(field)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function readProperty(voice: Voice, resource: ResourceDesign, field: FieldDesign): Part {
  const schema = fieldSchema(field)
  const include = offeredIncludes(voice, resource).find(
    ({ kind, name }) => kind === 'one' && name === field.name,
  )
  const { description = describe(field) } = schema
  if (include === undefined) return { ...schema, description }
  const { description: _, ...id } = schema
  return {
    description: `${description} With \`include=${include.name}\` the object itself, or null where the caller may not read it.`,
    anyOf: [
      id,
      ref('schemas', schemaName(voice, { name: include.resource })),
      ...(field.nullable ? [] : [{ type: 'null' }]),
    ],
  }
}

const SYSTEM: Readonly<Record<string, string>> = {
  id: 'Names the row for ever (UUID version 7).',
  createdAt: 'When the row was made, in UTC.',
  updatedAt: 'When the row was last changed, in UTC.',
  version: 'Grows with every change; the ETag.',
}

function describe(field: FieldDesign): string {
  const { type } = field
  if (type.kind === 'reference') return `The id of ${withArticle(type.to)}.`
  if (type.kind === 'money') return `An amount in ${type.currency}.`
  return SYSTEM[field.name] ?? sentence(spoken(field.name))
}

function computedSchema({ kind, resource }: ComputedDesign): JsonSchema {
  const onRequest = 'Only with `include` or `fields`.'
  if (kind === 'exists') {
    return {
      type: 'boolean',
      description: `Whether there is such ${withArticle(resource)}. ${onRequest}`,
    }
  }
  if (kind === 'sum') {
    return {
      type: 'string',
      format: 'decimal',
      pattern: '^-?\\d+(\\.\\d+)?$',
      maxLength: 64,
      description: `The sum over those that the caller may read. ${onRequest}`,
    }
  }
  return {
    type: 'integer',
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: `How many there are that the caller may read. ${onRequest}`,
  }
}

function manySchema(voice: Voice, include: IncludeDesign): Part {
  return {
    type: 'array',
    maxItems: INCLUDED_MAX,
    items: ref('schemas', schemaName(voice, { name: include.resource })),
    description: `Those that point here by their \`${include.field}\`. Only with \`include=${include.name}\`.`,
  }
}

function listSchema(name: string, resource: ResourceDesign): Part {
  return {
    type: 'object',
    description: `A page of ${spoken(resource.plural)}.`,
    properties: {
      data: { type: 'array', maxItems: PAGE_MAX, items: ref('schemas', name) },
      page: ref('schemas', 'Page'),
      count: ref('schemas', 'Count'),
    },
    required: ['data', 'page'],
    additionalProperties: false,
  }
}

function writeSchema(voice: Voice, resource: ResourceDesign, operation: 'create' | 'update'): Part {
  const schema =
    operation === 'create'
      ? createSchema(resource, voice.version)
      : patchSchema(resource, voice.version)
  const names = Object.keys(schema.properties ?? {})
  const fields = saidFields(voice, resource).filter(([name]) => names.includes(name))
  const chosen = operation === 'create' ? fields : fields.slice(0, 1)
  const verb = operation === 'create' ? 'A new' : 'Changes of a'
  return {
    ...schema,
    properties: Object.fromEntries(
      fields.map(([name, field]) => [
        name,
        { ...schema.properties?.[name], description: field.description ?? describe(field) },
      ]),
    ),
    description: `${verb} ${spoken(resource.name)}. Fields that are not here are refused.`,
    example: exampleBody(chosen),
  }
}

function bulkSchemas(name: string, resource: ResourceDesign): Part {
  return {
    [`${name}Bulk`]: {
      type: 'object',
      description: `Many new ${spoken(resource.plural)} at once.`,
      properties: {
        mode: {
          type: 'string',
          enum: ['all', 'each'],
          default: 'all',
          description: '`all`: all or nothing. `each`: every item has its own result.',
        },
        items: {
          type: 'array',
          minItems: 1,
          maxItems: BULK_MAX,
          items: ref('schemas', `${name}Create`),
        },
      },
      required: ['items'],
      additionalProperties: false,
    },
    [`${name}BulkResult`]: {
      type: 'object',
      description: 'What became of each item, in the order of the request.',
      properties: {
        data: {
          type: 'array',
          maxItems: BULK_MAX,
          items: {
            type: 'object',
            properties: {
              status: { type: 'integer', format: 'int32', minimum: 200, maximum: 599 },
              body: ref('schemas', name),
              problem: ref('schemas', 'Problem'),
            },
            required: ['status'],
            additionalProperties: false,
          },
        },
      },
      required: ['data'],
      additionalProperties: false,
    },
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
