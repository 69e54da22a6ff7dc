import type { Design } from '../compile/design.ts'
import type { Database } from '../engine/ports/database.ts'
import { invariant } from '../std/error.ts'
import type { Answer } from './call.ts'
import type { ReadVisible } from './live/hub.ts'
import type { Live } from './live/live.ts'
import { negotiate } from './negotiate.ts'
import { parseSelected } from './parse/read-request.ts'
import { admit, classOf, policyKey } from './plan/admit.ts'
import { namesOf } from './plan/names.ts'
import { catalogueOf } from './query/context.ts'
import { rowJson } from './query/layout.ts'
import type { Statements } from './query/to-query.ts'

/** `GET /v1/shares/events`. */
export function answerEvents(live: Live): Answer {
  return ({ http, actor, match, query, asking }) => {
    negotiate(http.headers['accept'], ['text/event-stream'])
    parseSelected(query, asking, [])
    const { resource, version } = match.route
    const topic = { version: version.name, resource: resource.name, public: resource.public }
    return Promise.resolve(live.stream(http, actor, topic))
  }
}

/** Reads changed rows for a subscriber as it would read them itself: the same statement as a list, bound to the same rules. */
export function readVisibleOf(
  design: Design,
  database: Database,
  statements: Statements,
): ReadVisible {
  const catalogue = catalogueOf(design)
  return async (actor, topic, ids) => {
    const version = invariant(
      design.versions.find(({ name }) => name === topic.version),
      `no version ${topic.version}`,
    )
    const names = namesOf(version, design.resources)
    const resource = invariant(catalogue.resources.get(topic.resource), `no ${topic.resource}`)
    const fields = names.get(resource.name)?.fields ?? []
    const audience = { catalogue, names, actor: classOf(actor) }
    const policies = catalogue.policies.get(policyKey(resource.name, 'read')) ?? []
    const { query, statement } = statements.list({
      kind: 'list',
      actor,
      audience,
      version: version.name,
      branches: admit(policies, audience.actor),
      paged: true,
      request: {
        operation: 'list',
        resource,
        select: { fields: fields.map(({ name }) => name), computed: [], includes: [] },
        filter: [{ field: 'id', operator: 'in', values: ids }],
        sort: [{ field: 'id', descending: false }],
        search: undefined,
        limit: ids.length,
        after: undefined,
        count: undefined,
      },
    })
    const { rows } = await database.query(query)
    const id = statement.layout.columns.at(-1) ?? 0
    return new Map(rows.map((row) => [row[id] ?? '', rowJson(row, statement.layout)]))
  }
}
