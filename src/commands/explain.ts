import type { Design } from '../compile/design.ts'
import type { Database } from '../engine/ports/database.ts'
import { type Actor, ANONYMOUS } from '../serve/actor.ts'
import { type Explanation, explainRequest } from '../serve/explain.ts'
import type { SqlQuery } from '../sql/query.ts'
import { ArchitectError } from '../std/error.ts'
import {
  type Command,
  type CommandContext,
  type CommandInput,
  EXIT,
  type Outcome,
} from './command.ts'
import { BLUEPRINT, DATABASE } from './options.ts'
import { openCompiledProject } from './project.ts'
import { readRunFile } from './run-file.ts'
import { findSubject } from './subject.ts'

export const explain: Command = {
  name: 'explain',
  summary: 'Say how a request would be answered: rule branches, SQL, indexes, rows read',
  description:
    'Plans the request as the server would, for the actor that --as names (default: anonymous), and asks PostgreSQL how it runs the statement. --analyze runs a GET and counts the rows that were read. Nothing is written: a write is planned, never run.',
  effect: 'read',
  arguments: [
    { name: 'request', summary: '`GET /v1/shares?visibility=public`', required: true, rest: true },
  ],
  options: [
    BLUEPRINT,
    { name: 'as', value: 'who', summary: 'Id or handle of the actor' },
    { name: 'role', value: 'role', summary: "Role of the actor (default: the row's own)" },
    { name: 'body', value: 'json', summary: 'Body of a POST or PATCH' },
    { name: 'analyze', summary: 'Run a GET and count rows' },
    DATABASE,
  ],
  examples: [
    'architect explain "GET /v1/shares?visibility=followers" --as ada --analyze',
    `architect explain PATCH /v1/shares/0190… --as ada --body '{"title":"Other"}'`,
  ],
  async run(input, context): Promise<Outcome> {
    const asked = parseAsked(input)
    const { design, directory } = await openCompiledProject(input, context)
    const open = await context.openDatabase({
      project: directory,
      runningUrl: readRunFile(directory)?.databaseUrl,
    })
    try {
      const actor = await actorOf(input, { design, database: open.database, context })
      const explanation = await explainRequest(design, asked, actor)
      const analyze = input.options['analyze'] === true && asked.method === 'GET'
      const nodes = await planOf(open.database, explanation.query, analyze)
      return outcomeOf(explanation, design, nodes)
    } finally {
      await open.close()
    }
  },
}

interface Asked {
  readonly method: string
  readonly url: string
  readonly body: string | undefined
}

function parseAsked({ arguments: given, options }: CommandInput): Asked {
  const [, method, url] = /^([A-Za-z]+)\s+(\/\S*)$/.exec(given['request']?.trim() ?? '') ?? []
  if (method === undefined || url === undefined) {
    throw new ArchitectError('ARC101', `'${given['request'] ?? ''}' is no request`, {
      detail: { remedy: 'Write a method and a path: architect explain "GET /v1/shares?limit=3"' },
    })
  }
  return {
    method: method.toUpperCase(),
    url,
    body: typeof options['body'] === 'string' ? options['body'] : undefined,
  }
}

interface Looking {
  readonly design: Design
  readonly database: Database
  readonly context: CommandContext
}

async function actorOf(
  { options }: CommandInput,
  { design, database, context }: Looking,
): Promise<Actor> {
  const { as, role } = options
  if (typeof as !== 'string') return ANONYMOUS
  const subject = await findSubject(as, design, database)
  const roles = [typeof role === 'string' ? role : subject.role].filter(
    (name) => name !== undefined,
  )
  return { kind: 'user', id: subject.id, roles, expiresAt: context.now().getTime() / 1000 + 60 }
}

/** A node of PostgreSQL's plan, as far as it is shown. */
interface PlanNode {
  readonly kind: string
  readonly relation: string | undefined
  readonly index: string | undefined
  /** Rows that were read here, those thrown away included; undefined unless it ran. */
  readonly rows: number | undefined
}

async function planOf(
  database: Database,
  query: SqlQuery,
  analyze: boolean,
): Promise<readonly PlanNode[]> {
  const text = `explain (format json${analyze ? ', analyze, buffers' : ''}) ${query.text}`
  const { rows } = await database.query({ text, values: query.values }, { lane: 'long' })
  const [plan]: unknown[] = JSON.parse(rows[0]?.[0] ?? '[]')
  return nodesOf(member(plan, 'Plan'))
}

function nodesOf(node: unknown): PlanNode[] {
  const below = member(node, 'Plans')
  const children = Array.isArray(below) ? below.flatMap(nodesOf) : []
  const relation = member(node, 'Relation Name')
  const index = member(node, 'Index Name')
  if (relation === undefined && index === undefined) return children
  return [
    {
      kind: String(member(node, 'Node Type')),
      relation: textOf(relation),
      index: textOf(index),
      rows: rowsOf(node),
    },
    ...children,
  ]
}

/** PostgreSQL gives rows for one loop. What a bitmap finds is read, and counted, by the heap scan above it. */
function rowsOf(node: unknown): number | undefined {
  const loops = member(node, 'Actual Loops')
  if (typeof loops !== 'number') return undefined
  if (member(node, 'Node Type') === 'Bitmap Index Scan') return 0
  const perLoop = ['Actual Rows', 'Rows Removed by Filter'].map((name) =>
    Number(member(node, name) ?? 0),
  )
  return Math.round(perLoop.reduce((sum, rows) => sum + rows, 0) * loops)
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function outcomeOf(explanation: Explanation, design: Design, nodes: readonly PlanNode[]): Outcome {
  const { endpoint, branches, walks, query } = explanation
  const read = nodes.reduce((sum, { rows = 0 }) => sum + rows, 0)
  const ran = nodes.some(({ rows }) => rows !== undefined)
  const text = [
    `${endpoint}: ${walks === 1 ? 'one walk' : `${walks} index-ordered walks, merged`}`,
    '',
    'Because one of these holds:',
    ...branches.map((branch) => `  ${branch}`),
    '',
    'PostgreSQL reads:',
    ...nodes.map((node) => `  ${nodeLine(node, design)}`),
    ...(ran ? [`  ${read} rows in all`] : []),
    '',
    'Statement:',
    `  ${query.text}`,
    `  values: ${JSON.stringify(query.values)}`,
  ].join('\n')
  return {
    exitCode: EXIT.ok,
    text,
    data: { endpoint, branches, walks, query, nodes, ...(ran ? { rowsRead: read } : {}) },
  }
}

function nodeLine({ kind, relation, index, rows }: PlanNode, design: Design): string {
  const columns = design.indexes
    .find(({ name }) => name === index)
    ?.keys.map(({ column, descending }) => `${column}${descending ? ' desc' : ''}`)
  const by = index === undefined ? '' : ` by ${index}${columns ? ` (${columns.join(', ')})` : ''}`
  return `${kind}${relation === undefined ? '' : ` of ${relation}`}${by}${rows === undefined ? '' : `: ${rows} rows`}`
}
