import type { Schema } from '../introspect/schema.ts'
import { describeAdded, describeChanged, describeRemoved, describeRenamed } from './describe.ts'
import type { Difference } from './difference.ts'
import { type Item, itemsOf } from './items.ts'
import { match, type Pair } from './match.ts'
import { isSame, type Renames } from './renames.ts'

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
  return all.flatMap((pair) => differencesOf(pair, renamesIn(all)))
}

/** A pair and the pairs of its parts. What belongs to an object that came or went is not told one by one. */
function withParts(pair: Pair): readonly Pair[] {
  if (pair.before === undefined || pair.after === undefined) return [pair]
  return [pair, ...match(pair.before.parts, pair.after.parts)]
}

function renamesIn(pairs: readonly Pair[]): Renames {
  return new Map(
    pairs.flatMap(({ before, after }) =>
      before === undefined || after === undefined || before.name === after.name
        ? []
        : [[before.name, after.name] as const],
    ),
  )
}

function differencesOf({ before, after }: Pair, renames: Renames): readonly Difference[] {
  if (before === undefined) return after === undefined ? [] : [describeAdded(after)]
  if (after === undefined) return [describeRemoved(before)]
  const keys = [...new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])]
  const changed = keys.filter((key) => !isSame(before.facts[key], after.facts[key], renames))
  return [
    ...(isRenamed(before, after) ? [describeRenamed(before, after)] : []),
    ...(changed.length > 0 ? [describeChanged(before, after, changed)] : []),
  ]
}

/** A move to another schema is one as well; that its table was renamed is not. */
function isRenamed(before: Item, after: Item): boolean {
  return before.name !== after.name || (isRoot(before) && before.path !== after.path)
}

function isRoot({ kind }: Item): boolean {
  return ['table', 'view', 'sequence', 'type', 'function'].includes(kind)
}
