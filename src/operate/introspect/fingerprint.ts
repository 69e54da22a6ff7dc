import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import { ours } from './ours.ts'
import type { LiveIndex } from './parts.ts'
import type { LiveColumn, LiveTable, LiveView, Schema } from './schema.ts'

export interface FingerprintOptions {
  /** Leaves out what does not carry our ids and does not belong to what does. */
  readonly ours?: boolean
}

/**
 * SHA-256 of everything that a change of the schema changes, as 64 hexadecimal digits. Row estimates, sizes, the
 * order of columns and the gaps that dropped ones leave are no part of it. Compare fingerprints of one major version.
 */
export function fingerprint(schema: Schema, options: FingerprintOptions = {}): string {
  const facts = canonicalJson(normalForm(options.ours === true ? ours(schema) : schema))
  return createHash('sha256').update(facts).digest('hex')
}

/** A schema without what changes by itself, every list of named objects in one order. */
function normalForm(schema: Schema): unknown {
  return {
    ...schema,
    defaultPrivileges: sorted(schema.defaultPrivileges, canonicalJson),
    tables: schema.tables.map(tableForm),
    views: schema.views.map(relationForm),
  }
}

function tableForm(table: LiveTable): unknown {
  return { ...relationForm(table), constraints: byName(table.constraints) }
}

function relationForm<T extends LiveTable | LiveView>(relation: T): object {
  const { rows: _rows, bytes: _bytes, ...facts } = relation
  return {
    ...facts,
    columns: byName(relation.columns).map(({ number: _, ...column }: LiveColumn) => column),
    indexes: byName(relation.indexes).map(({ bytes: _, ...index }: LiveIndex) => index),
  }
}

/** By code units: what a server calls an order depends on its collation. */
function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return sorted(items, ({ name }) => name)
}

function sorted<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}
