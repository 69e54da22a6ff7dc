import type { ColumnType } from '../action.ts'

/** What a change of type does to a table, as far as the text tells. */
export interface TypeChange {
  /** `false`: neither rows nor indexes are written anew. */
  readonly rewrites: boolean
  /** Values may not fit: the statement fails or rounds. */
  readonly loses: boolean
  /** The old type is known from an earlier migration. */
  readonly sure: boolean
}

/** Integers and numeric by what they hold. */
const NUMBERS: readonly string[] = ['int2', 'int4', 'int8', 'numeric']
const TEXTS: readonly string[] = ['varchar', 'text']
const TIMESTAMPS: readonly string[] = ['timestamp', 'timestamptz']

export interface TypeChangeInput {
  readonly from: ColumnType | undefined
  readonly to: ColumnType
  readonly using: boolean
  /** The session's time zone is UTC, so timestamps with and without zone are the same bytes. */
  readonly utc: boolean
}

/** Judges a change of type by the measured classes. */
export function typeChange({ from, to, using, utc }: TypeChangeInput): TypeChange {
  if (from === undefined) return { rewrites: true, loses: mayLose(to), sure: false }
  const free = !using && isFree(from, to, utc)
  return { rewrites: !free, loses: !free && losesFrom(from, to), sure: true }
}

function mayLose({ name, modifiers }: ColumnType): boolean {
  return ['varchar', 'bpchar'].includes(name) && modifiers.length > 0
}

function isFree(from: ColumnType, to: ColumnType, utc: boolean): boolean {
  if (from.array !== to.array) return false
  if (from.name === to.name) return isWider(from, to)
  if (TEXTS.includes(from.name) && TEXTS.includes(to.name)) return to.modifiers.length === 0
  return (
    utc &&
    TIMESTAMPS.includes(from.name) &&
    TIMESTAMPS.includes(to.name) &&
    to.modifiers.length === 0
  )
}

/** No modifier admits all; otherwise the first may grow and the scale must stay. */
function isWider(from: ColumnType, to: ColumnType): boolean {
  const [size, scale = 0] = from.modifiers
  const [newSize, newScale = 0] = to.modifiers
  if (newSize === undefined) return true
  if (size === undefined) return false
  if (from.name === 'bpchar') return size === newSize
  return newSize >= size && scale === newScale
}

function losesFrom(from: ColumnType, to: ColumnType): boolean {
  if (from.name === to.name) return !isWider(from, to)
  const [before, after] = [NUMBERS.indexOf(from.name), NUMBERS.indexOf(to.name)]
  if (before >= 0 && after >= 0) return after < before || to.modifiers.length > 0
  return (
    !(to.name === 'text' || (to.name === 'varchar' && to.modifiers.length === 0)) &&
    !KEEPS.has(`${from.name} ${to.name}`)
  )
}

/** Casts between types that lose nothing. */
const KEEPS: ReadonlySet<string> = new Set([
  'date timestamp',
  'date timestamptz',
  'jsonb json',
  'timestamp timestamptz',
  'timestamptz timestamp',
  'float4 float8',
])
