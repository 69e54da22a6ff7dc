import { expect, test } from 'vitest'
import { oneOf, password, ref, schema, text, timestamp } from '../blueprint/blueprint.ts'
import type {
  Blueprint,
  FieldDefinition,
  Part,
  ResourceDefinition,
} from '../blueprint/definition.ts'
import type { AnyField } from '../blueprint/field.ts'
import { type Field, isField, type Reference } from '../blueprint/field.ts'
import type { Schema } from '../blueprint/schema.ts'
import { findingsOf } from './check.ts'
import type { FindingRule } from './finding-rule.ts'
import { subjectOf } from './subject.ts'

type Task = {
  project: Reference<'project'>
  author: Reference<'user', false, true, true>
  title: Field<'text', string>
  state: Field<'oneOf', 'open' | 'done', true>
  due: Field<'timestamp', Date | null, true>
}
type Project = { owner: Reference<'user', false, true, true>; name: Field<'text', string> }
type Role = 'member' | 'admin'
type User = {
  handle: Field<'text', string>
  email: Field<'text', string>
  role: Field<'oneOf', Role, true, true>
}

/** A small backend that is sound in every respect; tests change one thing of it. */
export const s: Schema<
  { user: User; project: Project; task: Task },
  'user',
  Record<never, never>,
  Role
> = schema({
  identity: 'user',
  resources: {
    user: {
      handle: text().unique(),
      email: text().private(),
      role: oneOf('member', 'admin').default('member').serverOnly(),
    },
    project: {
      owner: ref('user').setBy('actor').onDelete('cascade'),
      name: text().max(80).searchable(),
    },
    task: {
      project: ref('project').immutable().onDelete('cascade'),
      author: ref('user').setBy('actor').onDelete('restrict'),
      title: text(),
      state: oneOf('open', 'done').default('open'),
      due: timestamp().optional(),
    },
  },
})

const user = s.resource.user(({ row, actor, everyone, any, role }) => ({
  scale: { rows: 1000 },
  allow: { read: everyone, update: row.is(actor) },
  readable: { email: any(row.is(actor), role('admin')) },
  list: { filter: ['handle'], sort: ['handle'] },
}))

const project = s.resource.project(({ row, actor, signedIn, count }) => ({
  scale: { rows: 50_000 },
  allow: {
    read: row.owner.is(actor),
    create: signedIn,
    update: row.owner.is(actor),
    delete: row.owner.is(actor),
  },
  list: { filter: ['owner'], sort: ['-createdAt', 'name'], search: ['name'] },
  computed: { tasks: count('task', (task) => task.project.is(row)) },
}))

/** A definition of `task`, for tests that write their own. */
export const soundTask: Part = s.resource.task(({ row, actor, readable }) => ({
  scale: { rows: 1_000_000 },
  allow: {
    read: readable(row.project),
    create: row.project.owner.is(actor),
    update: row.author.is(actor),
    delete: row.author.is(actor),
  },
  list: { filter: ['project', 'state'], sort: ['-createdAt', 'due'] },
}))

/** The sound backend, with `parts` in the place of those of the same name. */
export function backend(...parts: readonly Part[]): Blueprint {
  const replaced = new Set(parts.flatMap(nameOf))
  const kept = [user, project, soundTask].filter(
    (part) => !nameOf(part).some((name) => replaced.has(name)),
  )
  return s.backend({
    name: 'sound',
    parts: [...kept, ...parts],
    auth: { login: [password()], signUp: 'open', sessions: 'both', mfa: 'optional', origins: [] },
  })
}

function nameOf(part: Part): readonly string[] {
  return part.kind === 'resource' ? [part.resource.name] : []
}

/** A backend in which `project` is defined otherwise; the types of names are not asked. */
export function withProject(change: Partial<ResourceDefinition>): Blueprint {
  const part: Part =
    project.kind === 'resource'
      ? { kind: 'resource', resource: { ...project.resource, ...change } }
      : project
  return backend(part)
}

/** A backend in which one more field stands in `project`. */
export function withField(name: string, field: AnyField | Partial<FieldDefinition>): Blueprint {
  const drafted = isField(field) ? field.draft : { ...text().draft, ...field }
  const { mistakes: _, ...draft } = drafted
  return withFields(backend(), (fields) => [
    ...fields.filter((one) => one.name !== name),
    { ...draft, name },
  ])
}

/** The same blueprint with other fields in `project`. */
function withFields(
  blueprint: Blueprint,
  change: (fields: readonly FieldDefinition[]) => readonly FieldDefinition[],
): Blueprint {
  return {
    ...blueprint,
    resources: blueprint.resources.map((resource) =>
      resource.name === 'project' ? { ...resource, fields: change(resource.fields) } : resource,
    ),
  }
}

/** What a rule says about a blueprint. */
function messagesOf(rule: FindingRule, blueprint: Blueprint): readonly string[] {
  return findingsOf(rule, subjectOf(blueprint)).map(({ message }) => message)
}

/** What every rule promises: silence on what is sound, and one finding with a place and help for each mistake. */
export function ruleTables(
  rule: FindingRule,
  tables: {
    readonly silentOn: Readonly<Record<string, Blueprint>>
    /** The blueprint, and a part of each message that is expected. */
    readonly reports: Readonly<Record<string, readonly [Blueprint, ...string[]]>>
  },
): void {
  const silentOn = { 'a sound backend': backend(), ...tables.silentOn }
  test.each(Object.entries(silentOn))(`${rule.id} is silent on %s`, (_name, blueprint) => {
    expect(messagesOf(rule, blueprint)).toEqual([])
  })
  test.each(Object.entries(tables.reports))(
    `${rule.id} reports %s`,
    (_name, [blueprint, ...expected]) => {
      const findings = findingsOf(rule, subjectOf(blueprint))
      expect(findings.map(({ message }) => message)).toEqual(
        expected.map((part) => expect.stringContaining(part)),
      )
      for (const { help, place, severity } of findings) {
        expect(help).toMatch(/\S/)
        expect(place).toMatchObject({ kind: 'file' })
        expect(['error', 'warning', 'info']).toContain(severity)
      }
    },
  )
}
