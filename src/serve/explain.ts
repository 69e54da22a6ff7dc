import type { Design } from '../compile/design.ts'
import type { SqlQuery } from '../sql/query.ts'
import type { Actor } from './actor.ts'
import type { Call } from './call.ts'
import { createCursors } from './cursor.ts'
import { noFaults } from './parse/faults.ts'
import { parseList } from './parse/list-request.ts'
import { parseRead } from './parse/read-request.ts'
import { admit, applies, classOf, policyKey } from './plan/admit.ts'
import { actorIdOf } from './plan/plan.ts'
import { type Catalogue, catalogueOf } from './query/context.ts'
import { createStatements } from './query/to-query.ts'
import { compileRoutes, type RouteMatch } from './routes.ts'

/** How a `GET` would be answered. */
export interface Explanation {
  /** `v1.share.list` */
  readonly endpoint: string
  /** The branches of the rule that admit the actor, as sentences. */
  readonly branches: readonly string[]
  /** Index-ordered walks that are merged; 1 for one row. */
  readonly walks: number
  readonly query: SqlQuery
}

/**
 * The very statement that the server would send for `GET url`, without sending it.
 * @throws {ArchitectError} ARC301, ARC103, ARC201, ARC202 or ARC101, as the server would.
 */
export function explainRequest(design: Design, url: string, actor: Actor): Explanation {
  const catalogue = catalogueOf(design)
  const [path = '', query = ''] = url.split('?')
  const match = compileRoutes(design).match('GET', path)
  const { resource, endpoint, version, names } = match.route
  const audience = { catalogue, actor: classOf(actor), names }
  const policies = catalogue.policies.get(policyKey(resource.name, 'read')) ?? []
  const branches = admit(policies, audience.actor)
  const asking = askingOf(catalogue, match, actor)
  const permitted = { actor, audience, version: version.name, branches }
  const statements = createStatements()
  const prose = policies.filter(
    ({ permitted: rule, who }) =>
      applies(who, audience.actor) &&
      branches.some((branch) => branch === rule || branch.kind === 'true'),
  )
  const about = { endpoint: endpoint.id, branches: prose.map((policy) => policy.prose) }
  if (endpoint.operation === 'read') {
    const request = parseRead(match.id ?? '', query, asking)
    return {
      ...about,
      walks: 1,
      ...queryOf(statements.read({ kind: 'read', request, ...permitted })),
    }
  }
  const options = {
    stream: false,
    cursors: createCursors(UNSIGNED),
    actorId: actorIdOf(actor) ?? '',
  }
  const request = parseList(query, asking, options)
  const { query: asked, statement } = statements.list({
    kind: 'list',
    request,
    paged: true,
    ...permitted,
  })
  return { ...about, walks: statement.legs, query: asked }
}

/** Nothing is signed for anybody: a cursor of a server is not understood here. */
const UNSIGNED = Buffer.alloc(32)

function queryOf({ query }: { readonly query: SqlQuery }): { readonly query: SqlQuery } {
  return { query }
}

function askingOf({ resources }: Catalogue, match: RouteMatch, actor: Actor): Call['asking'] {
  const { resource, names } = match.route
  return { resource, resources, names, actor: classOf(actor), faults: noFaults() }
}
