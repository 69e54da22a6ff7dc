import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { sharing } from '../../../../test/sharing-model.ts'
import { derive } from '../../derive/derive.ts'
import type { Design } from '../../design.ts'
import { FORMATS } from '../../formats.ts'
import { KEYWORDS } from '../../json-schema.ts'
import { openapi } from './openapi.ts'

const design = derive(sharing, {})
const document = plain(openapi(design))

/** As a client sees it; parsed JSON may be walked freely. */
// biome-ignore lint/suspicious/noExplicitAny: a document of unknown depth, read at many places
function plain(value: unknown): any {
  return JSON.parse(JSON.stringify(value))
}

const operations = Object.entries<Record<string, Record<string, unknown>>>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

function validator(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format)
  ajv.addFormat('uri-reference', true)
  for (const { keyword, schemaType, validate } of KEYWORDS)
    ajv.addKeyword({ keyword, schemaType, validate })
  return ajv.addSchema(document, 'document')
}

function pointers(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  return [
    at,
    ...Object.entries(value).flatMap(([key, inner]) =>
      pointers(inner, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ),
  ]
}

function lookUp(pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce((value, key) => value?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document)
}

test('every endpoint of the design is documented, and nothing else of the API', () => {
  const documented = operations
    .filter(({ path }) => path.startsWith('/v1/'))
    .map(({ path, method }) => `${method.toUpperCase()} ${path}`)
  expect(documented.sort()).toEqual(
    design.endpoints.map(({ method, path }) => `${method} ${path}`).sort(),
  )
})

test('every reference leads somewhere, and every component is referred to', () => {
  const text = JSON.stringify(document)
  const references = new Set(
    [...text.matchAll(/"\$ref":"#([^"]+)"/g)].map(([, pointer = '']) => pointer),
  )
  expect([...references].filter((pointer) => lookUp(pointer) === undefined)).toEqual([])
  const components = Object.entries<Record<string, unknown>>(document.components)
    .filter(([kind]) => kind !== 'securitySchemes')
    .flatMap(([kind, parts]) => Object.keys(parts).map((name) => `/components/${kind}/${name}`))
  expect(components.filter((pointer) => !references.has(pointer))).toEqual([])
})

test('every example passes its schema', () => {
  const ajv = validator()
  const withExample = pointers(document).filter((pointer) => {
    const part = plain(lookUp(pointer))
    return part.example !== undefined && (part.schema !== undefined || part.type !== undefined)
  })
  expect(withExample.length).toBeGreaterThan(50)
  const wrong = withExample.filter((pointer) => {
    const { example, schema } = plain(lookUp(pointer))
    const place = schema === undefined ? pointer : `${pointer}/schema`
    return !ajv.validate({ $ref: `document#${encodeURI(place)}` }, example)
  })
  expect(wrong).toEqual([])
})

test('the check of examples can fail', () => {
  const schema = { $ref: 'document#/components/schemas/Share' }
  expect(validator().validate(schema, { id: 'x' })).toBe(false)
  expect(
    validator().validate(schema, { id: document.components.schemas.Share.example.id, secret: 1 }),
  ).toBe(false)
})

test('operations read well in a generated client', () => {
  const ids = operations
    .filter(({ path }) => path.startsWith('/v1/shares'))
    .map(({ operation }) => operation['operationId'])
  expect(ids.sort()).toEqual(
    [
      'createShare',
      'createSharesBulk',
      'deleteShare',
      'getShare',
      'listShares',
      'updateShare',
      'watchShares',
    ].sort(),
  )
  expect(new Set(operations.map(({ operation }) => operation['operationId'])).size).toBe(
    operations.length,
  )
})

test('a token is optional only where a rule lets everybody in', () => {
  const security = (path: string, method: string) => document.paths[path][method].security
  expect(security('/v1/shares', 'get')).toEqual([{ bearer: [] }, {}])
  expect(security('/v1/shares', 'post')).toEqual([{ bearer: [] }])
})

test('a field that nobody may read, or that no client may write, is in no schema for it', () => {
  const { ShareCreate, SharePatch, Share } = document.components.schemas
  expect(Object.keys(ShareCreate.properties)).toEqual(['url', 'title', 'note', 'visibility'])
  expect(Object.keys(SharePatch.properties)).not.toContain('publishedAt')
  expect(Object.keys(Share.properties)).toEqual(
    expect.arrayContaining(['id', 'owner', 'publishedAt', 'likes', 'comments']),
  )
})

test('a list can be asked exactly what the design offers', () => {
  const parameters: { name?: string; $ref?: string; schema?: { enum?: string[] } }[] =
    document.paths['/v1/shares'].get.parameters
  const names = parameters
    .map(({ name, $ref }) => name ?? lookUp(`${$ref}`.slice(1)))
    .map((it) => plain(it).name ?? it)
  expect(names).toEqual([
    ...['owner', 'owner[in]', 'owner[not]', 'owner[null]'],
    ...['visibility', 'visibility[in]', 'visibility[not]', 'visibility[null]'],
    ...['q', 'sort', 'limit', 'after', 'count', 'fields', 'include'],
  ])
  expect(parameters.find(({ name }) => name === 'sort')?.schema?.enum).toEqual([
    '-createdAt',
    'createdAt',
    '-publishedAt',
    'publishedAt',
    '-id',
    'id',
  ])
})

test('an older version keeps its names beside the newer one and says how old it is', () => {
  const older = { name: 'v1', deprecation: '2026-11-01', sunset: '2027-11-01', successor: 'v2' }
  const resources = { share: { renamed: { headline: 'title' }, without: ['note'], absent: false } }
  const two: Design = {
    ...design,
    versions: [
      { ...older, resources },
      ...design.versions.map((version) => ({ ...version, name: 'v2' })),
    ],
    endpoints: design.endpoints.flatMap((endpoint) => [
      endpoint,
      { ...endpoint, version: 'v2', path: endpoint.path.replace('/v1/', '/v2/') },
    ]),
  }
  const both = plain(openapi(two))
  expect(Object.keys(both.components.schemas.ShareV1Create.properties)).toEqual([
    'url',
    'headline',
    'visibility',
  ])
  expect(both.components.schemas.ShareCreate.properties).toHaveProperty('title')
  expect(both.paths['/v1/shares'].get).toMatchObject({
    deprecated: true,
    operationId: 'listSharesV1',
  })
  expect(both.paths['/v1/shares'].get.responses[200].headers).toHaveProperty('Sunset')
  expect(both.paths['/v2/shares'].get.deprecated).toBeUndefined()
  expect(
    Object.keys(plain(openapi(two, { version: 'v2' })).paths).some((path) =>
      path.startsWith('/v1'),
    ),
  ).toBe(false)
})

test('same design, same bytes', () => {
  expect(JSON.stringify(openapi(derive(sharing, {})))).toBe(JSON.stringify(openapi(design)))
})
