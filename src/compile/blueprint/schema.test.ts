import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { arrayOf, bigint, bytes, json, oneOf, ref, schema, text, timestamp } from './blueprint.ts'
import type { ResourceDefinition } from './definition.ts'

const s = schema({
  identity: 'user',
  resources: {
    user: { name: text(), verified: oneOf('yes', 'no') },
    post: {
      author: ref('user').setBy('actor').onDelete('cascade'),
      title: text().min(1).max(9),
      at: timestamp(),
    },
  },
})

type Define = Parameters<typeof s.resource.post>[0]

function defined(define: Define): ResourceDefinition {
  const part = s.resource.post(define)
  if (part.kind !== 'resource') throw new Error('expected a resource')
  return part.resource
}

function readRule(
  write: (words: Parameters<Define>[0]) => ReturnType<Define>['allow']['read'],
): unknown {
  const rule = defined((words) => ({ scale: { rows: 1 }, allow: { read: write(words) } })).allow
    .read
  return JSON.parse(JSON.stringify(rule, (key, value) => (key === 'place' ? undefined : value)))
}

test('a bound is said in the words of the type', () => {
  expect(text().min(1).max(9).draft.type).toEqual({ kind: 'text', min: 1, max: 9 })
  expect(bigint().min(3n).draft.type).toEqual({ kind: 'bigint', min: '3' })
  expect(json().max(100).draft.type).toEqual({ kind: 'json', maxBytes: 100 })
  expect(bytes().max(100).draft.type).toEqual({ kind: 'bytes', maxBytes: 100 })
  expect(arrayOf(text().max(5)).max(3).draft.type).toEqual({
    kind: 'array',
    of: { kind: 'text', max: 5 },
    maxItems: 3,
  })
})

test('each word returns a new field, so that a shared one stays as it was', () => {
  const shared = text()
  shared.unique().private()
  expect(shared.draft).toMatchObject({ unique: false, private: false })
})

test('a path over references ends in a comparison', () => {
  expect(
    readRule(({ row, actor }) => row.author.name.is('Ada') && row.author.id.is(actor.id)),
  ).toEqual({
    kind: 'compare',
    path: { variable: 0, fields: ['author'] },
    op: '=',
    value: { kind: 'actor', fields: [] },
  })
})

test('a comparison that begins with the actor is turned around', () => {
  expect(readRule(({ row, actor }) => actor.is(row.author))).toMatchObject({
    path: { variable: 0, fields: ['author'] },
    value: { kind: 'actor' },
  })
})

test('a question about the actor alone asks for the row of the actor', () => {
  expect(readRule(({ actor }) => actor.verified.is('yes'))).toEqual({
    kind: 'exists',
    resource: 'user',
    variable: 1,
    where: {
      kind: 'all',
      terms: [
        {
          kind: 'compare',
          path: { variable: 1, fields: [] },
          op: '=',
          value: { kind: 'actor', fields: [] },
        },
        {
          kind: 'compare',
          path: { variable: 1, fields: ['verified'] },
          op: '=',
          value: { kind: 'literal', value: 'yes' },
        },
      ],
    },
  })
})

test('variables count how deep they stand', () => {
  const rule = readRule(({ row, exists }) =>
    exists('post', (outer) =>
      exists('post', (inner) => inner.title.is(outer.title) && inner.author.is(row.author)),
    ),
  )
  expect(rule).toMatchObject({
    variable: 1,
    where: { variable: 2, where: { path: { variable: 2 }, value: { path: { variable: 0 } } } },
  })
})

test('a Date becomes the text that SQL and JSON share', () => {
  expect(readRule(({ row }) => row.at.before(new Date(0)))).toMatchObject({
    op: '<',
    value: { kind: 'literal', value: '1970-01-01T00:00:00.000Z' },
  })
})

test('every place is the line and column of the author, also of a rule inside a rule', () => {
  const entry = fileURLToPath(new URL('./blueprint.ts', import.meta.url))
  const code = [
    `import { schema, text } from ${JSON.stringify(entry)}`,
    `const s = schema({ identity: 'a', resources: { a: {`,
    `  name: text().max(3),`,
    `} } })`,
    `const part = s.resource.a(({ row, any, signedIn }) => ({ scale: { rows: 1 }, allow: {`,
    `  read: any(signedIn,`,
    `    row.name.is('x')),`,
    `} }))`,
    `const { resources } = s.backend({ name: 'a', parts: [part] })`,
    `const { place, allow } = part.resource`,
    `const places = [resources[0].fields[0].place, place, allow.read.place, allow.read.terms[1].place]`,
    `console.log(JSON.stringify(places.map(({ line, column }) => [line, column])))`,
  ].join('\n')
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
  })
  expect(JSON.parse(printed)).toEqual([
    [3, 9],
    [5, 25],
    [6, 9],
    [7, 14],
  ])
})
