import type { Schema } from '../introspect/schema.ts'
import { describeAdded, describeChanged, describeRemoved, describeRenamed } from './describe.ts'
import type { Difference } from './difference.ts'
import { type Item, itemsOf } from './items.ts'
import { match, type Pair } from './match.ts'
import { isSame, type Rename } from './renames.ts'

/**
 * What was changed by hand since `applied` was the schema. Objects are compared by id before name, and what others
 * made beside ours is no difference. Both sides must have been printed by one major version.
 */
export function drift(applied: Schema, live: Schema): Difference[] {
  const before = itemsOf(applied).filter((item) => item.ours)
  const pairs = match(before, itemsOf(live)).filter(
    (pair) => pair.before !== undefined || pair.after?.ours === true,
  )
  const all = pairs.flatMap(withParts)
  const renames = renamesIn(all)
  return all.flatMap((pair) => differencesOf(pair, renames))
}

/** A pair and the pairs of its parts. What belongs to an object that came or went is not told one by one. */
function withParts(pair: Pair): readonly Pair[] {
  if (pair.before === undefined || pair.after === undefined) return [pair]
  return [pair, ...match(pair.before.parts, pair.after.parts)]
}

function renamesIn(pairs: readonly Pair[]): readonly Rename[] {
  return pairs.flatMap(({ before, after }) => {
    if (before === undefined || after === undefined || !isRenamed(before, after)) return []
    const name = { from: [before.name], to: [after.name] }
    if (before.schema === null || after.schema === null) return [name]
    const path = { from: [before.schema, before.name], to: [after.schema, after.name] }
    return before.name === after.name ? [path] : [path, name]
  })
}

function differencesOf({ before, after }: Pair, renames: readonly Rename[]): readonly Difference[] {
  if (before === undefined) return after === undefined ? [] : [describeAdded(after)]
  if (after === undefined) return [describeRemoved(before)]
  const keys = [...new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])]
  const changed = keys.filter((key) => !isSame(before.facts[key], after.facts[key], renames))
  return [
    ...(isRenamed(before, after) ? [describeRenamed(before, after)] : []),
    ...(changed.length > 0 ? [describeChanged(before, after, changed)] : []),
  ]
}

/** A move to another schema is one as well. */
function isRenamed(before: Item, after: Item): boolean {
  return before.name !== after.name || before.schema !== after.schema
}
