import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { FORMATS } from '../../src/compile/formats.ts'
import type { Answered } from './world.ts'

/** A JSON object of the document. */
export type Part = Readonly<Record<string, unknown>>

/** An operation of an OpenAPI document, its references resolved where they are followed. */
export interface Described {
  readonly method: string
  /** `/v1/shares/{id}` */
  readonly path: string
  readonly operation: Part
}

/** An OpenAPI document that answers can be held against. */
export interface Contract {
  readonly operations: readonly Described[]
  /** Fails where the answer is none that the operation documents: status, fields of the head, media type, body. */
  hold(described: Described, answer: Answered, sent: { readonly method: string }): void
  resolve(part: unknown): Part
}

const METHODS = ['get', 'post', 'patch', 'delete', 'put']

/** @see {@link Contract} */
export function contractOf(document: Part): Contract {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
  for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format)
  ajv.addFormat('uri-reference', true)
  ajv.addSchema({ ...document, $id: 'document' })
  const validators = new Map<string, ValidateFunction>()
  const resolve = (part: unknown): Part => {
    const value = objectOf(part)
    const at = value['$ref']
    if (typeof at !== 'string') return value
    return resolve(
      at
        .slice(2)
        .split('/')
        .reduce<unknown>((whole, key) => objectOf(whole)[key], document),
    )
  }
  const validatorOf = (schema: unknown): ValidateFunction => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"document#/')
    const known = validators.get(text) ?? ajv.compile(JSON.parse(text))
    validators.set(text, known)
    return known
  }
  return {
    resolve,
    operations: Object.entries(objectOf(document['paths'])).flatMap(([path, item]) =>
      Object.entries(objectOf(item))
        .filter(([method]) => METHODS.includes(method))
        .map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          operation: objectOf(operation),
        })),
    ),
    hold: (described, answer, { method }) => {
      holds({ described, answer, method }, { resolve, validatorOf })
    },
  }
}

interface Reading {
  readonly resolve: Contract['resolve']
  readonly validatorOf: (schema: unknown) => ValidateFunction
}

interface Held {
  readonly described: Described
  readonly answer: Answered
  readonly method: string
}

function holds({ described, answer, method }: Held, { resolve, validatorOf }: Reading): void {
  const { operation } = described
  const responses = objectOf(operation['responses'])
  expect(Object.keys(responses), answer.text).toContain(String(answer.status))
  const response = resolve(responses[String(answer.status)])
  expect(undocumented(response, answer), 'fields that are not documented').toEqual([])
  const content = response['content']
  if (content === undefined || method === 'HEAD') return
  const type = (answer.headers['content-type'] ?? '').split(';')[0] ?? ''
  expect(Object.keys(objectOf(content))).toContain(type)
  if (!type.endsWith('json')) return
  const bodies = type.endsWith('ndjson')
    ? answer.text
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map((line): unknown => JSON.parse(line))
    : [answer.json]
  const validate = validatorOf(objectOf(objectOf(content)[type])['schema'])
  for (const body of bodies) {
    expect(validate(body), `${JSON.stringify(validate.errors)} ${answer.text.slice(0, 600)}`).toBe(
      true,
    )
  }
}

/** Fields that every HTTP message may have, and those of safety that no client depends on. */
const GENERAL = [
  'content-type',
  'content-length',
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'server-timing',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'cross-origin-resource-policy',
  'content-security-policy',
  'strict-transport-security',
  'cache-control',
  'vary',
  'access-control-expose-headers',
  'access-control-allow-credentials',
]

function undocumented(response: Part, { headers }: Answered): readonly string[] {
  const known = Object.keys(objectOf(response['headers'])).map((name) => name.toLowerCase())
  return Object.keys(headers).filter((name) => !known.includes(name) && !GENERAL.includes(name))
}

function objectOf(value: unknown): Part {
  return value instanceof Object && !Array.isArray(value) ? { ...value } : {}
}
