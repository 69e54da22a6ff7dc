import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import type { ApiVersion, FieldAccess, FieldDesign, FieldType, ResourceDesign } from './design.ts'
import { FORMATS } from './formats.ts'
import {
  createSchema,
  fieldSchema,
  type JsonSchema,
  KEYWORDS,
  patchSchema,
  unwritableFields,
} from './json-schema.ts'

const ALWAYS: FieldAccess = { kind: 'always' }
const never = (
  because: 'private' | 'serverOnly' | 'setBy' | 'immutable' | 'system',
): FieldAccess => ({
  kind: 'never',
  because,
})

function field(name: string, type: FieldType, over: Partial<FieldDesign> = {}): FieldDesign {
  return {
    name,
    column: name,
    type,
    nullable: false,
    description: undefined,
    required: false,
    setBy: undefined,
    read: ALWAYS,
    create: ALWAYS,
    update: ALWAYS,
    ...over,
  }
}

const resource: ResourceDesign = {
  name: 'share',
  plural: 'shares',
  path: 'shares',
  table: 'shares',
  description: undefined,
  fields: [
    field('id', { kind: 'uuid' }, { create: never('system'), update: never('system') }),
    field(
      'owner',
      { kind: 'reference', to: 'user' },
      { setBy: 'actor', create: never('setBy'), update: never('setBy') },
    ),
    field('title', { kind: 'text', max: 5 }, { required: true }),
    field('note', { kind: 'text' }, { nullable: true }),
    field('visibility', { kind: 'oneOf', values: ['public', 'private'] }, { default: 'private' }),
    field('slug', { kind: 'slug' }, { update: never('immutable') }),
  ],
  computed: [
    {
      name: 'likes',
      kind: 'count',
      resource: 'like',
      table: 'likes',
      column: undefined,
      where: { kind: 'true' },
    },
  ],
  operations: ['read', 'list', 'create', 'update', 'delete'],
  list: { filter: [], sort: [], search: undefined },
  includes: [],
  limits: [],
  cache: undefined,
  clientIds: false,
  requireIfMatch: false,
  public: false,
}

const today: ApiVersion = {
  name: 'v2',
  deprecation: undefined,
  sunset: undefined,
  successor: undefined,
  resources: {},
}
const older: ApiVersion = {
  ...today,
  name: 'v1',
  resources: { share: { renamed: { headline: 'title' }, without: ['slug'], absent: false } },
}

function isValid(schema: JsonSchema, value: unknown): boolean {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format)
  for (const { keyword, schemaType, validate } of KEYWORDS) {
    ajv.addKeyword({ keyword, schemaType, validate })
  }
  return ajv.compile(schema)(value)
}

const VALUES: readonly { type: FieldType; good: readonly unknown[]; bad: readonly unknown[] }[] = [
  { type: { kind: 'text', min: 1, max: 2 }, good: ['a', '😀😀'], bad: ['', 'abc', 1, null, 'a\0'] },
  { type: { kind: 'text', pattern: '^[a-z]+$' }, good: ['abc'], bad: ['ABC'] },
  { type: { kind: 'int' }, good: [0, -2_147_483_648], bad: [1.5, '1', 2_147_483_648, true] },
  { type: { kind: 'int', max: 3_000_000_000 }, good: [3_000_000_000], bad: [3_000_000_001] },
  {
    type: { kind: 'bigint', min: '-5' },
    good: ['9223372036854775807', '-5'],
    bad: [1, '-6', '01'],
  },
  {
    type: { kind: 'decimal', precision: 5, scale: 2 },
    good: ['123.45', '-0.5'],
    bad: ['1234', '1.234', 1],
  },
  { type: { kind: 'decimal', precision: 2, scale: 2 }, good: ['0.45'], bad: ['1.45'] },
  {
    type: { kind: 'decimal', min: '0', max: '1' },
    good: ['0.5', '1.0'],
    bad: ['-0.1', '1.000001'],
  },
  {
    type: { kind: 'money', currency: 'EUR', min: '0' },
    good: ['12.50'],
    bad: ['12.50001', '-1', 12.5],
  },
  { type: { kind: 'boolean' }, good: [true, false], bad: ['true', 1, null] },
  { type: { kind: 'oneOf', values: ['a', 'b'] }, good: ['a'], bad: ['c', null, 1] },
  {
    type: { kind: 'json', maxBytes: 10 },
    good: [{ a: 1 }, [], 'x', 0],
    bad: [null, { abcdef: 1 }],
  },
  { type: { kind: 'bytes', maxBytes: 3 }, good: ['YWJj', ''], bad: ['YWJjZA==', '?'] },
  { type: { kind: 'url' }, good: ['https://example.com'], bad: ['javascript:alert(1)'] },
  { type: { kind: 'email' }, good: ['ada@example.com'], bad: ['ada'] },
  { type: { kind: 'slug', max: 5 }, good: ['a-b'], bad: ['a--b', 'A', 'abcdef'] },
  { type: { kind: 'timestamp' }, good: ['2026-11-23T23:20:07Z'], bad: ['2026-11-23T23:20:07'] },
  { type: { kind: 'date' }, good: ['2026-11-23'], bad: ['2026-02-30'] },
  { type: { kind: 'duration' }, good: ['PT15M'], bad: ['15 min'] },
  { type: { kind: 'ip' }, good: ['::1'], bad: ['localhost'] },
  {
    type: { kind: 'reference', to: 'user' },
    good: ['018f3c1e-7b6a-7c2d-9e4f-0a1b2c3d4e5f'],
    bad: ['1', null],
  },
  {
    type: { kind: 'array', of: { kind: 'int' }, maxItems: 2 },
    good: [[], [1, 2]],
    bad: [[1, 2, 3], ['1'], [null]],
  },
]

test.each(VALUES)('$type: what it takes and what it refuses', ({ type, good, bad }) => {
  const schema = fieldSchema(field('x', type))
  expect(good.filter((value) => !isValid(schema, value))).toEqual([])
  expect(bad.filter((value) => isValid(schema, value))).toEqual([])
})

test.each(VALUES)(
  '$type: a nullable field takes null as well, and nothing else more',
  ({ type, good, bad }) => {
    const schema = fieldSchema(field('x', type, { nullable: true }))
    expect([null, ...good].filter((value) => !isValid(schema, value))).toEqual([])
    expect(bad.filter((value) => value !== null && isValid(schema, value))).toEqual([])
  },
)

test('a create takes what a client may write, demands what is required and refuses the rest', () => {
  const schema = createSchema(resource, today)
  expect(Object.keys(schema.properties ?? {})).toEqual(['title', 'note', 'visibility', 'slug'])
  expect(schema.required).toEqual(['title'])
  expect(isValid(schema, { title: 'a', note: null })).toBe(true)
  expect(isValid(schema, { note: 'a' })).toBe(false)
  expect(isValid(schema, { title: 'a', owner: '018f3c1e-7b6a-7c2d-9e4f-0a1b2c3d4e5f' })).toBe(false)
})

test('a create takes an id only where the resource lets clients make them', () => {
  const body = { title: 'a', id: '018f3c1e-7b6a-7c2d-9e4f-0a1b2c3d4e5f' }
  expect(isValid(createSchema(resource, today), body)).toBe(false)
  expect(isValid(createSchema({ ...resource, clientIds: true }, today), body)).toBe(true)
})

test('a patch demands nothing and knows no immutable field', () => {
  const schema = patchSchema(resource, today)
  expect(isValid(schema, {})).toBe(true)
  expect(isValid(schema, { slug: 'a' })).toBe(false)
})

test('an older version has its own names', () => {
  const schema = createSchema(resource, older)
  expect(Object.keys(schema.properties ?? {})).toEqual(['headline', 'note', 'visibility'])
  expect(schema.required).toEqual(['headline'])
})

test('every field that may not be sent says why', () => {
  expect(unwritableFields(resource, 'create', today)).toEqual({
    id: 'system',
    owner: 'setBy',
    likes: 'computed',
  })
  expect(unwritableFields(resource, 'update', older)).not.toHaveProperty('slug')
  expect(unwritableFields(resource, 'update', today)).toMatchObject({ slug: 'immutable' })
})
