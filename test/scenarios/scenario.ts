import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answered, openWorld, type Sent, type Setting, type World } from './world.ts'

/** One request and everything that is promised about its answer. */
export interface Scenario extends Sent {
  readonly name: string
  /** What was sent before, in order. */
  readonly first?: readonly Sent[]
  readonly expect: {
    readonly status: number
    /** Of the problem. */
    readonly code?: string
    /** Faults of the problem as `code pointer`, all of them. */
    readonly faults?: readonly string[]
    /** What the body holds at least; names in braces stand for ids. */
    readonly body?: unknown
    /** Ids or values of `data`, by one member, in order: `['title', 'a', 'b']`. */
    readonly list?: readonly [member: string, ...values: unknown[]]
    readonly headers?: Readonly<Record<string, string | RegExp | undefined>>
    /** Sent to PostgreSQL: 1 unless said. */
    readonly statements?: number
    /** Tables that differ from the seed afterwards: none unless said. */
    readonly changed?: readonly string[]
    /** What the text of the answer must hold. */
    readonly says?: string
    /** What the text of the answer must not hold. */
    readonly without?: string
  }
}

/** Runs a table of scenarios over one running backend. */
export function scenarios(about: string, setting: Setting, rows: readonly Scenario[]): void {
  describe(about, () => {
    let world: World
    beforeAll(async () => {
      world = await openWorld(setting)
    })
    afterAll(async () => await world.close())
    test.each(rows)('$name', async (scenario) => {
      for (const before of scenario.first ?? []) await world.ask(before)
      const answer = await world.ask(scenario)
      const changed = await world.changed()
      if (changed.length > 0) await world.restore()
      assertAnswer(world, scenario, answer)
      expect(changed.toSorted(), 'changed tables').toEqual(
        (scenario.expect.changed ?? []).toSorted(),
      )
    })
  })
}

function assertAnswer(world: World, { expect: wanted, send }: Scenario, answer: Answered): void {
  expect(answer.status, answer.text).toBe(wanted.status)
  expect(answer.statements, 'statements').toBe(wanted.statements ?? 1)
  if (!send.startsWith('HEAD')) assertProblem(wanted, answer)
  assertBody(world, wanted, answer)
  for (const [name, value] of Object.entries(wanted.headers ?? {})) {
    const sent = answer.headers[name]
    if (value instanceof RegExp) expect(sent, name).toMatch(value)
    else expect(sent, name).toBe(value === undefined ? undefined : world.fill(value))
  }
}

function assertBody(world: World, wanted: Scenario['expect'], { json, text }: Answered): void {
  const filled = (value: unknown): unknown => JSON.parse(world.fill(JSON.stringify(value)))
  if (wanted.body !== undefined) expect(json).toMatchObject(filled(wanted.body) ?? {})
  if (wanted.list !== undefined) {
    const [member, ...values] = wanted.list
    expect(membersOf(json, member)).toEqual(filled(values))
  }
  if (wanted.says !== undefined) expect(text).toContain(world.fill(wanted.says))
  if (wanted.without !== undefined) expect(text).not.toContain(world.fill(wanted.without))
}

/** Whatever is refused is refused in one shape. */
function assertProblem(wanted: Scenario['expect'], { status, json, headers }: Answered): void {
  if (status < 400) return
  expect(headers['content-type']).toBe('application/problem+json')
  expect(json).toMatchObject({
    type: `/docs/errors#${wanted.code?.toLowerCase()}`,
    code: wanted.code,
    status,
    title: expect.any(String),
    detail: expect.any(String),
    instance: expect.any(String),
    requestId: headers['x-request-id'],
  })
  if (wanted.faults !== undefined)
    expect(faultsOf(json).toSorted()).toEqual(wanted.faults.toSorted())
}

function faultsOf(json: unknown): readonly string[] {
  const errors = json instanceof Object && 'errors' in json ? json.errors : []
  return Array.isArray(errors) ? errors.map(({ code, pointer }) => `${code} ${pointer}`) : []
}

/** One member of every row of a page. */
function membersOf(json: unknown, member: string): readonly unknown[] {
  const rows = json instanceof Object && 'data' in json ? json.data : []
  return Array.isArray(rows) ? rows.map((row) => row[member]) : []
}
