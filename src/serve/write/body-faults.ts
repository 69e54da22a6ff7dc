import type { ErrorObject } from 'ajv/dist/2020.js'
import type { Unwritable } from '../../compile/json-schema.ts'
import type { Fault } from '../../std/error.ts'
import { unknownName } from '../parse/faults.ts'
import { pointerToken } from './json-reader.ts'

/** Faults of one body that are told; beyond that nobody reads them. */
const MAX_FAULTS = 100

/** What is known of the fields of a body, besides its schema. */
export interface BodyNames {
  readonly allowed: readonly string[]
  readonly unwritable: Readonly<Record<string, Unwritable>>
}

/** The errors of a validator as faults with stable codes. Of a value of the wrong type nothing else is said. */
export function bodyFaults(errors: readonly ErrorObject[], names: BodyNames): readonly Fault[] {
  const faults = errors.slice(0, MAX_FAULTS).map((error) => toFault(error, names))
  const mistyped = new Set(
    faults.filter(({ code }) => OF_TYPE.includes(code)).map(({ pointer }) => pointer),
  )
  return faults
    .filter(({ pointer, code }) => !mistyped.has(pointer) || OF_TYPE.includes(code))
    .filter(isFirst)
}

/** What a text cannot hold in PostgreSQL, and numbers that are not exact: in every value, however deep. */
export function valueFaults(value: unknown, at = ''): readonly Fault[] {
  if (typeof value === 'string') return textFaults(value, at)
  if (typeof value === 'number') return numberFaults(value, at)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const here = `${at}/${pointerToken(name)}`
    return [...textFaults(name, here), ...valueFaults(member, here)]
  })
}

const OF_TYPE: readonly string[] = ['wrong-type', 'not-null']

function isFirst(fault: Fault, i: number, faults: readonly Fault[]): boolean {
  return (
    faults.findIndex(({ pointer, code }) => pointer === fault.pointer && code === fault.code) === i
  )
}

function textFaults(text: string, pointer: string): readonly Fault[] {
  if (text.isWellFormed() && !text.includes('\0')) return []
  return [{ pointer, code: 'format', message: 'holds a character that cannot be stored' }]
}

function numberFaults(value: number, pointer: string): readonly Fault[] {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return []
  return [
    { pointer, code: 'out-of-range', message: 'is beyond the integers that are exact in JSON' },
  ]
}

function toFault(error: ErrorObject, names: BodyNames): Fault {
  const { keyword, instancePath } = error
  if (keyword === 'required') {
    const name = pointerToken(String(error.params['missingProperty']))
    return { pointer: `${instancePath}/${name}`, code: 'required', message: 'is required' }
  }
  if (keyword === 'additionalProperties') {
    return strangeFault(instancePath, String(error.params['additionalProperty']), names)
  }
  if (keyword === 'type' || keyword === 'not') return typeFault(error)
  const code = CODES[keyword] ?? 'format'
  return { pointer: instancePath, code, message: error.message ?? 'is not a value of this field' }
}

/** A field that the body may not have: one that exists is refused by name, with the reason. */
function strangeFault(at: string, name: string, names: BodyNames): Fault {
  const pointer = `${at}/${pointerToken(name)}`
  const reason = Object.hasOwn(names.unwritable, name) ? names.unwritable[name] : undefined
  if (reason !== undefined) return { pointer, code: 'not-writable', message: REASONS[reason] }
  return { pointer, code: 'unknown-field', message: unknownName(name, names.allowed) }
}

function typeFault({ instancePath, data, message }: ErrorObject): Fault {
  if (data === null) return { pointer: instancePath, code: 'not-null', message: 'may not be null' }
  return { pointer: instancePath, code: 'wrong-type', message: message ?? 'has the wrong type' }
}

const CODES: Readonly<Record<string, string>> = {
  maxLength: 'too-long',
  maxItems: 'too-long',
  'x-maxBytes': 'too-long',
  minLength: 'too-short',
  pattern: 'pattern',
  enum: 'not-one-of',
  minimum: 'out-of-range',
  maximum: 'out-of-range',
  'x-minimum': 'out-of-range',
  'x-maximum': 'out-of-range',
  format: 'format',
}

const REASONS: Readonly<Record<Unwritable, string>> = {
  private: 'is private',
  serverOnly: 'is written by the server alone',
  setBy: 'is set by the server, from who calls',
  immutable: 'cannot change after the row is made',
  system: 'is kept by the server',
  computed: 'is computed',
}
