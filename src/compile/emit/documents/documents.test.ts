import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { sharing } from '../../../../test/sharing-model.ts'
import { derive } from '../../derive/derive.ts'
import { describeDesign } from './document.ts'
import { designDocuments } from './documents.ts'

const design = derive(sharing, {})
const document = describeDesign(design)
const contentOf = (path: string): string =>
  designDocuments(design).find((artifact) => artifact.path === path)?.content ?? ''

const schema: object = JSON.parse(
  readFileSync(new URL('../../../../schemas/design.schema.json', import.meta.url), 'utf8'),
)
const isDocument = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)

test('the JSON passes the published schema', () => {
  const json: unknown = JSON.parse(contentOf('design.json'))
  expect(isDocument(json), JSON.stringify(isDocument.errors)).toBe(true)
})

test('the published schema refuses what is not said in it', () => {
  const json: object = JSON.parse(contentOf('design.json'))
  expect(isDocument({ ...json, secret: 1 })).toBe(false)
  expect(isDocument({ ...json, decisions: [{ id: 'x' }] })).toBe(false)
})

test.each(['design.md', 'design.html'])(
  '%s names every endpoint, table, column, index question and decision',
  (path) => {
    const text = contentOf(path).replaceAll('&#38;', '&').replaceAll('&#39;', "'")
    const endpoints = document.api.flatMap((section) =>
      section.endpoints.map((endpoint) => endpoint.path),
    )
    const columns = document.tables.flatMap((table) => table.columns.map(({ name }) => name))
    const questions = document.tables.flatMap((table) =>
      table.indexes.flatMap(({ serves }) => serves),
    )
    const decisions = document.decisions.map(({ question }) => question)
    const words = [...endpoints, ...columns, ...questions, ...decisions]
    expect(words.length).toBeGreaterThan(100)
    expect(words.filter((word) => !text.includes(word))).toEqual([])
  },
)

test('an endpoint says who may, what it takes, what it answers and how it refuses', () => {
  const section = document.api.find(({ resource }) => resource === 'share')
  expect(section?.endpoints.find(({ id }) => id === 'v1.share.create')).toMatchObject({
    method: 'POST',
    path: '/v1/shares',
    auth: {
      anonymous: false,
      permittedWhen: ['the actor is signed in'],
      limits: ['30 calls in 60 seconds'],
    },
    request: { parameters: ['Idempotency-Key'], mediaTypes: ['application/json'] },
    response: { status: 201 },
    errors: expect.arrayContaining([{ status: 422, code: 'ARC102', title: 'Validation failed' }]),
  })
})

test('the page needs no network and runs no script', () => {
  const page = contentOf('design.html')
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=|https?:/)
})

test('no text of a blueprint becomes markup', () => {
  const [first, ...rest] = design.tables
  const hostile = '<script>alert("x")</script>'
  const page = designDocuments({
    ...design,
    tables: first === undefined ? [] : [{ ...first, description: hostile }, ...rest],
    resources: design.resources.map((resource) => ({ ...resource, description: hostile })),
  }).find(({ path }) => path === 'design.html')
  expect(page?.content).toContain('&#60;script&#62;')
  expect(page?.content).not.toContain('<script')
})

test('tables that refer to each other in a circle are drawn all the same', () => {
  const circle = design.tables.map((table) =>
    table.name === 'users'
      ? {
          ...table,
          foreignKeys: [
            {
              name: 'k',
              columns: ['id'],
              field: 'id',
              references: { table: 'shares', columns: ['id'] },
              onDelete: 'null' as const,
            },
          ],
        }
      : table,
  )
  const page = designDocuments({ ...design, tables: circle }).find(
    ({ path }) => path === 'design.html',
  )
  expect(page?.content.match(/class="box"/g)).toHaveLength(design.tables.length)
  expect(page?.content).not.toContain('NaN')
})
