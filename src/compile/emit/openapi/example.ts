import type { FieldDesign, FieldType, ScalarType } from '../../design.ts'
import { spoken } from './part.ts'

/** The id that stands in all examples. */
export const EXAMPLE_ID = '018f3c1e-7b6a-7c2d-9e4f-0a1b2c3d4e5f'
/** The instant that stands in all examples, as the server writes one. */
const EXAMPLE_INSTANT = '2026-11-23T23:20:07.123456Z'

/** Tried in this order against the pattern and the lengths of a text. */
const TEXTS = [
  'example',
  'example-1',
  'example_1',
  'EXAMPLE',
  'ABC-123',
  'ABC',
  'EUR',
  '12345',
  '0',
  'a',
  'A',
  '1.0.0',
  '+4915112345678',
]

/** A value that passes the schema of the field; undefined where none is found (a text with a rare pattern). */
export function exampleOf(field: FieldDesign): unknown {
  return exampleOfType(field.type, field.name)
}

function exampleOfType(type: FieldType, name: string): unknown {
  switch (type.kind) {
    case 'reference':
      return EXAMPLE_ID
    case 'array': {
      const item = exampleOfType(type.of, name)
      return item === undefined || type.maxItems === 0 ? [] : [item]
    }
    case 'text':
      return textExample(type, name)
    case 'int':
      return within(type.min, type.max)
    case 'bigint':
    case 'decimal':
    case 'money':
      return String(type.min ?? type.max ?? '0')
    case 'oneOf':
      return type.values[0]
    default:
      return EXAMPLES[type.kind]
  }
}

const EXAMPLES: Readonly<
  Record<
    Exclude<ScalarType['kind'], 'text' | 'int' | 'bigint' | 'decimal' | 'money' | 'oneOf'>,
    unknown
  >
> = {
  json: {},
  bytes: '',
  url: 'https://example.com/a',
  email: 'ada@example.com',
  slug: 'example',
  boolean: true,
  timestamp: EXAMPLE_INSTANT,
  date: '2026-11-23',
  duration: 'PT15M',
  uuid: EXAMPLE_ID,
  ip: '192.0.2.1',
}

function within(min = 0, max = Number.MAX_SAFE_INTEGER): number {
  return Math.min(Math.max(1, min), max)
}

function textExample(type: FieldType & { kind: 'text' }, name: string): string | undefined {
  const { min = 0, max = Number.MAX_SAFE_INTEGER, pattern } = type
  const words = spoken(name)
  const label = words.charAt(0).toUpperCase() + words.slice(1)
  if (pattern === undefined) return label.padEnd(min, '.').slice(0, max)
  const shape = new RegExp(pattern, 'u')
  return TEXTS.flatMap((text) => [
    text,
    text.repeat(Math.max(1, Math.ceil(min / text.length))).slice(0, max),
  ]).find((text) => text.length >= min && text.length <= max && shape.test(text))
}
