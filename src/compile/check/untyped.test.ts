import { expect, test } from 'vitest'
import { arrayOf, bigint, int, oneOf, ref, schema, text } from '../blueprint/blueprint.ts'
import type { Blueprint } from '../blueprint/definition.ts'
import { check } from './check.ts'

/** What plain JavaScript may put anywhere. */
const ODD: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  'x',
  '__proto__',
  [],
  [null],
  {},
  { kind: 'any' },
  () => 5,
  Symbol('s'),
  true,
]

// biome-ignore lint/complexity/noBannedTypes: any builder, called as plain JavaScript calls it
const call = <T>(builder: Function, ...given: unknown[]): T =>
  Reflect.apply(builder, undefined, given)

interface Words {
  readonly row: {
    readonly name: { is(value: unknown): unknown; readonly nope: { in(value: unknown): unknown } }
  }
  exists(resource: unknown, where: unknown): unknown
  count(resource: unknown, where: unknown): { atLeast(rows: unknown): unknown }
  role(...names: unknown[]): unknown
  all(...terms: unknown[]): unknown
  readable(row: unknown): unknown
}

interface Untyped {
  readonly resource: { readonly note: (define: unknown) => unknown }
  on(...given: unknown[]): unknown
  module(...given: unknown[]): unknown
  backend(definition: unknown): Blueprint
}

function untyped(odd: unknown): Blueprint {
  const fields = {
    name: text(),
    a: call(ref, odd),
    b: call(oneOf, odd),
    c: call(arrayOf, odd),
    d: odd,
    e: call(int().default, odd),
    f: call(bigint().min, odd),
    role: call(oneOf, odd),
  }
  const s: Untyped = call(schema, { identity: odd, resources: { note: fields, odd }, events: odd })
  const note = s.resource.note((words: Words) => ({
    scale: odd,
    allow: {
      read: words.all(odd, words.row.name.is(odd), words.row.name.nope.in(odd)),
      create: words.exists(odd, odd),
      update: words.count(odd, () => odd).atLeast(odd),
      delete: words.readable(odd),
    },
    readable: { name: words.role(odd), ...(typeof odd === 'object' ? odd : {}) },
    list: { filter: odd, sort: [odd], search: [odd] },
    computed: { name: words.exists('note', odd), odd },
    unique: [odd],
    limits: { create: odd },
    cache: odd,
    plural: odd,
    actions: { odd },
    hooks: odd,
  }))
  return s.backend({
    name: odd,
    parts: [note, odd, s.resource.note(odd), s.on(odd, odd, odd), s.module(odd, odd)],
    auth: { login: odd, signUp: odd, mfa: odd, origins: odd },
    targets: { read: odd, query: odd, availability: odd, traffic: odd },
    tenancy: odd,
    versions: [odd, { name: odd, resources: { note: odd } }],
    language: odd,
  })
}

test.each(ODD)('a blueprint with %o in every place gives findings, never an exception', (odd) => {
  const checked = check(untyped(odd))
  expect(checked.ok).toBe(false)
  for (const { message } of checked.findings) expect(message).toMatch(/\S/)
})

test.each(ODD)('%o instead of a backend or a schema gives findings, never an exception', (odd) => {
  const s: Untyped = call(schema, odd)
  expect(check(s.backend(odd))).toMatchObject({ ok: false })
})
