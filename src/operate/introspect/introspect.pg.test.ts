import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freshDatabaseOn, type TestDatabase } from '../../../test/database.ts'
import { onEveryServer, reasonOfAbsence, SYSTEM_URL } from '../../../test/servers.ts'
import { sharing } from '../../../test/sharing-model.ts'
import { LONGEST_NAME, ZOO } from '../../../test/zoo.ts'
import { derive } from '../../compile/derive/derive.ts'
import { schemaDdl } from '../../compile/emit/sql/ddl.ts'
import { applySchema } from '../apply/apply.ts'
import { fingerprint } from './fingerprint.ts'
import { introspect } from './introspect.ts'
import type { LiveTable, Schema } from './schema.ts'

const find = <T extends { readonly name: string }>(items: readonly T[], name: string): T => {
  const found = items.find((item) => item.name === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

await onEveryServer((server) => {
  let zoo: TestDatabase
  let schema: Schema
  const table = (name: string): LiveTable => find(schema.tables, name)
  beforeAll(async () => {
    zoo = await freshDatabaseOn(server)
    await zoo.database.transaction((transaction) => transaction.execute(ZOO))
    schema = await introspect(zoo.database, { sizes: true })
  })
  afterAll(() => zoo.close())

  test('schemas of users are read, those of the system are not', () => {
    expect(schema.schemas.map(({ name }) => name)).toEqual(['Odd Place', 'public', 'zoo'])
  })

  test('names of 63 bytes with every odd character come back as they are', () => {
    expect(Buffer.byteLength(LONGEST_NAME)).toBe(63)
    const odd = table(LONGEST_NAME)
    expect(odd.schema).toBe('Odd Place')
    expect(odd.columns.map(({ name }) => name)).toEqual([LONGEST_NAME])
    expect(odd.constraints[0]?.columns).toEqual([LONGEST_NAME])
  })

  test('columns say type, default, identity, expression, collation and storage', () => {
    const column = (of: string, name: string): object => find(table(of).columns, name)
    expect(column('animals', 'kilos')).toMatchObject({ type: 'zoo.kilograms', nullable: true })
    expect(column('animals', 'name')).toMatchObject({
      nullable: false,
      default: "'nobody'::text",
      id: 'f_zoo1',
    })
    expect(column('animals', 'letters')).toMatchObject({
      generated: 'char_length(name)',
      generatedKind: 'stored',
      default: null,
    })
    expect(column('animals', 'notes')).toMatchObject({ storage: 'external' })
    expect(column('keepers', 'id')).toMatchObject({ identity: 'always' })
    expect(column('keepers', 'badge')).toMatchObject({ identity: 'by default' })
    expect(column('keepers', 'name')).toMatchObject({ collation: 'pg_catalog."C"', storage: null })
    expect(column('birds', 'name')).toMatchObject({ inherited: true })
    expect(find(table('animals').columns, 'name').grants).toEqual([
      { to: 'role pg_monitor', privilege: 'insert', grantable: true },
    ])
  })

  test('constraints say what they refer to and whether they were checked; NOT NULL is none of them', () => {
    const { constraints } = table('animals')
    expect(constraints.map(({ name }) => name)).toEqual([
      'animals_keeper_fkey',
      'animals_pkey',
      'later',
      'no_ghosts',
      'not_twice',
      'sane',
    ])
    expect(find(constraints, 'later').validated).toBe(false)
    expect(find(constraints, 'not_twice').kind).toBe('exclusion')
    const boss = find(table('keepers').constraints, 'keepers_boss_fkey')
    expect(boss).toMatchObject({
      deferrable: 'yes',
      references: {
        table: 'zoo.keepers',
        columns: ['id'],
        onDelete: 'set null',
        onUpdate: 'cascade',
      },
    })
  })

  test('indexes say keys, operator classes, predicate and size', () => {
    const { indexes } = table('animals')
    expect(find(indexes, 'animals_by_name')).toMatchObject({
      method: 'btree',
      keys: [
        {
          expression: 'lower(name)',
          operatorClass: 'text_pattern_ops',
          descending: true,
          nullsFirst: false,
        },
        { expression: 'born', operatorClass: null, descending: false },
      ],
      include: ['notes'],
      predicate: "(size = 'large'::zoo.size)",
      valid: true,
      ofConstraint: false,
    })
    expect(find(indexes, 'animals_once')).toMatchObject({ unique: true, nullsNotDistinct: true })
    expect(find(indexes, 'animals_pkey').ofConstraint).toBe(true)
    expect(find(indexes, 'animals_by_name').bytes).toBeGreaterThan(0)
    expect(find(table('feedings_2026').indexes, 'feedings_2026_pkey').partOf).toBe(
      'zoo.feedings_pkey',
    )
  })

  test('partitions, inheritance, policies, triggers and rules belong to their table', () => {
    expect(table('feedings')).toMatchObject({
      kind: 'partitioned table',
      partitionKey: 'RANGE (at)',
      accessMethod: null,
    })
    expect(table('feedings_2026').partitionOf).toEqual({
      parent: 'zoo.feedings',
      bound: "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    })
    expect(table('birds').inherits).toEqual(['zoo.animals'])
    expect(table('keepers').rowSecurity).toBe('forced')
    expect(table('animals').policies).toMatchObject([
      { name: 'none', command: 'insert', permissive: false, check: 'false', roles: ['public'] },
      {
        name: 'own',
        command: 'select',
        permissive: true,
        using: '(keeper = 1)',
        roles: ['role pg_monitor'],
      },
    ])
    expect(table('animals').triggers.map(({ name }) => name)).toEqual(['touched'])
    expect(table('scratch').rules.map(({ name }) => name)).toEqual(['no_scratch'])
    expect(table('animals').statistics).toHaveLength(1)
  })

  test('grants say what others may, and what the owner may not', () => {
    expect(table('animals').grants).toEqual([
      { to: 'owner', privilege: 'no delete', grantable: false },
      { to: 'role pg_monitor', privilege: 'select', grantable: true },
    ])
    expect(table('keepers').grants).toEqual([])
    const grants = (name: string): unknown => find(schema.functions, name).grants
    expect(grants('shout')).toEqual([])
    expect(grants('touch')).toEqual([{ to: 'public', privilege: 'execute', grantable: false }])
    expect(schema.defaultPrivileges).toMatchObject([
      { schema: 'zoo', objects: 'tables', maker: 'owner' },
    ])
  })

  test('types, sequences, functions, views and event triggers are there; what an extension brought is not', () => {
    expect(schema.types.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'kilograms domain',
      'place composite',
      'size enum',
      'weights range',
    ])
    expect(find(schema.sequences, 'tickets')).toMatchObject({
      start: '9000000000000000000',
      cycle: true,
      ownedBy: null,
    })
    expect(find(schema.sequences, 'animals_id_seq').ownedBy).toEqual({
      schema: 'zoo',
      table: 'animals',
      column: 'id',
    })
    expect(schema.functions.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'clean procedure',
      'shout function',
      'total aggregate',
      'touch function',
      'watch function',
    ])
    expect(schema.views.map(({ name, materialized }) => [name, materialized])).toEqual([
      ['counts', true],
      ['large', false],
    ])
    expect(schema.eventTriggers).toMatchObject([
      { name: 'zoo_watch', enabled: 'no', tags: ['DROP TABLE'] },
    ])
    expect(schema.extensions.map(({ name }) => name)).toEqual(['pg_trgm', 'plpgsql'])
  })

  test('a reader waits for nobody but who holds a table exclusively, and changes nothing', async () => {
    const first = fingerprint(schema)
    await zoo.database.transaction(async (writer) => {
      await writer.execute('lock table zoo.keepers in share row exclusive mode')
      expect(fingerprint(await introspect(zoo.database))).toBe(first)
    })
  })
})

describe('of a schema of ours', () => {
  const ddl = schemaDdl(derive(sharing, {}))
  const applied = async (server: string): Promise<Schema> => {
    const fresh = await freshDatabaseOn(server)
    try {
      await applySchema(fresh.database, ddl, 'create')
      return await introspect(fresh.database)
    } finally {
      await fresh.close()
    }
  }

  test('two databases that the same statements made have the same facts', async () => {
    const one = await applied(inject('postgresUrl'))
    const other = await applied(inject('postgresUrl'))
    expect(fingerprint(other)).toBe(fingerprint(one))
  })

  test('versions 15 and 18 print the same facts', async (context) => {
    const absence = await reasonOfAbsence()
    if (absence !== undefined && !inject('requireServices')) context.skip(absence)
    const one = await applied(inject('postgresUrl'))
    const other = await applied(SYSTEM_URL)
    expect(other.tables.map(withoutEstimates)).toEqual(one.tables.map(withoutEstimates))
    expect(fingerprint(other, { ours: true })).toBe(fingerprint(one, { ours: true }))
  })
})

/** Estimates differ from server to server. */
function withoutEstimates({ rows: _rows, bytes: _bytes, ...table }: LiveTable): object {
  return table
}
