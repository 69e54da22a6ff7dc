import type { Design, Identities } from '../design.ts'
import type { Model } from '../model.ts'
import { deriveDecisions } from './decisions/decisions.ts'
import { deriveEndpoints, deriveVersions } from './endpoints.ts'
import { deriveIdentities } from './identity.ts'
import { deriveIndexes } from './indexes/indexes.ts'
import { type Layout, layoutOf } from './layout.ts'
import { deriveResources } from './resources.ts'
import { derivePolicies } from './rules/policies.ts'
import { deriveTables } from './tables/tables.ts'

/**
 * Everything that follows from a model. Same input, same bytes.
 * @throws Error where the model could not have passed `check`.
 */
export function derive(model: Model, identities: Identities): Design {
  const layout = layoutOf(model, deriveIdentities(model, identities))
  const policies = derivePolicies(layout)
  const tables = deriveTables(layout)
  const resources = deriveResources(layout)
  const versions = deriveVersions(model)
  const indexes = deriveIndexes({ layout, tables, policies, resources })
  return {
    name: model.name,
    identity: model.identity,
    roles: model.roles,
    tables,
    indexes,
    policies,
    resources,
    versions,
    endpoints: deriveEndpoints(versions, resources),
    channels: [],
    jobs: model.jobs,
    decisions: deriveDecisions(model, policies, indexes),
    auth: model.auth,
    targets: model.targets,
    tenancy: tenancyOf(layout),
    language: model.language,
    identities: layout.identities,
  }
}

function tenancyOf(layout: Layout): Design['tenancy'] {
  const { identity, tenancy } = layout.model
  if (tenancy === undefined) return undefined
  return { resource: tenancy.by, column: layout.field(identity, tenancy.by).column }
}
