import type { Decision, Index, Policy } from '../../design.ts'
import type { Model } from '../../model.ts'
import { accessDecisions } from './access.ts'
import { loadOf } from './load.ts'
import { storageDecisions } from './storage.ts'

/** The choices behind a design, each with what it stands on and what would change it. */
export function deriveDecisions(
  model: Model,
  policies: readonly Policy[],
  indexes: readonly Index[],
): readonly Decision[] {
  const [largest] = model.resources.toSorted((a, b) => b.scale.rows - a.scale.rows)
  const storage = largest === undefined ? [] : storageDecisions(loadOf(model, largest))
  return [...storage, ...accessDecisions(model, policies, indexes)]
}
