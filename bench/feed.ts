/** `node bench/feed.ts`: rows that PostgreSQL reads for the feed of examples/sharing, for the very statement of the server. */
import type { Client } from 'pg'
import blueprint from '../examples/sharing/blueprint.ts'
import type { Actor } from '../src/serve/actor.ts'
import { explainRequest } from '../src/serve/explain.ts'
import { databaseOf, designOf } from './data/fill.ts'
import { SHARING_STATEMENTS } from './data/sharing-statements.ts'
import { connect, openBenchServer } from './database.ts'
import { type Measured, measurePlan } from './measure/plan.ts'
import { conclude } from './report/conclude.ts'
import type { Figures } from './report/page.ts'

/** Feeds by the filter on visibility; undefined: none. */
const FILTERS = [undefined, 'public', 'followers', 'private']

/** People that the busiest reader follows. */
const MANY = 1000

const server = await openBenchServer(undefined)
try {
  const design = designOf(blueprint)
  const client = await connect(await databaseOf(server, design, SHARING_STATEMENTS))
  try {
    const results = await measureFeeds(client)
    conclude('feed', results, process.argv.includes('--json'))
  } finally {
    await client.end()
  }

  async function measureFeeds(on: Client): Promise<Figures> {
    const figures: Figures['figures'][number][] = []
    for (const [kind, id] of await readers(on)) {
      const actor: Actor = { kind: 'user', id, roles: [], expiresAt: Number.MAX_SAFE_INTEGER }
      for (const visibility of FILTERS) {
        const url = `/v1/shares${visibility === undefined ? '' : `?visibility=${visibility}`}`
        const { query } = await explainRequest(
          design,
          { method: 'GET', url, body: undefined },
          actor,
        )
        const split = await measurePlan(on, { text: query.text, values: query.values })
        figures.push(figureOf(`${url}, ${kind}`, split))
        const naive = await measurePlan(on, { text: naiveText(visibility), values: [id] })
        figures.push(negative(`${url}, ${kind}`, naive))
      }
    }
    return { date: new Date().toISOString(), figures }
  }
} finally {
  await server.close()
}

/** One who follows nobody and so has the rarest rows, one who follows about twenty, and one who follows a thousand. */
async function readers(client: Client): Promise<readonly (readonly [string, string])[]> {
  const { rows } = await client.query<{ id: string; n: number }>(
    `select u.id, count(f.id)::int as n from users u left join follows f on f.follower_id = u.id group by u.id order by n, u.id`,
  )
  const middle = rows[Math.floor(rows.length / 2)]
  const most = rows.at(-1)
  await client.query(
    `insert into follows (id, follower_id, followee_id)
     select gen_random_uuid(), $1, id from users where id <> $1 order by md5(id::text) limit $2 on conflict do nothing`,
    [most?.id, MANY],
  )
  await client.query('delete from follows where follower_id = $1', [rows[0]?.id])
  return [
    ['who follows nobody', rows[0]?.id ?? ''],
    [`who follows ${middle?.n}`, middle?.id ?? ''],
    [`who follows ${MANY} or a few more`, most?.id ?? ''],
  ]
}

function figureOf(what: string, { read, returned, ms }: Measured): Figures['figures'][number] {
  return {
    what,
    value: `${read} rows read, ${returned} returned, ${ms.toFixed(2)} ms`,
    target: `<= ${3 * returned + 50} rows, < 5 ms`,
  }
}

function negative(what: string, { read, returned, ms }: Measured): Figures['figures'][number] {
  return {
    what: `${what}: the same rule as one OR`,
    value: `${read} rows read, ${returned} returned, ${ms.toFixed(2)} ms`,
    target: 'negative control',
  }
}

/** What one would write first: the rule of the blueprint as it reads. `visibility` is one of our own constants. */
function naiveText(visibility: string | undefined): string {
  return `select s.* from shares s
    where (s.owner_id = $1 or s.visibility = 'public' or (s.visibility = 'followers' and exists (
      select 1 from follows f where f.follower_id = $1 and f.followee_id = s.owner_id)))
    ${visibility === undefined ? '' : `and s.visibility = '${visibility}'`}
    order by s.created_at desc, s.id desc limit 21`
}
