/** PostgreSQL's table locks, weakest first; a statement's lock is named by its strongest. */
export const LOCK_MODES = [
  'AccessShare',
  'RowShare',
  'RowExclusive',
  'ShareUpdateExclusive',
  'Share',
  'ShareRowExclusive',
  'Exclusive',
  'AccessExclusive',
] as const

export type LockMode = (typeof LOCK_MODES)[number]

/** What a shape of statement does to the table it names, and to the one it refers to. */
export interface LockTruth {
  readonly own: LockMode | 'none'
  /** On the referenced table, the parent or the partition. */
  readonly other?: LockMode
  /** Writes the table or its indexes anew. */
  readonly rewrites: boolean
  /** Reads every row under the lock. */
  readonly scans: boolean
  /** The other table is read too. */
  readonly scansOther?: boolean
}

const light = (own: LockMode | 'none'): LockTruth => ({ own, rewrites: false, scans: false })
const scan = (own: LockMode): LockTruth => ({ own, rewrites: false, scans: true })
const rewrite = (own: LockMode): LockTruth => ({ own, rewrites: true, scans: true })
const both = (own: LockMode | 'none', other: LockMode): LockTruth => ({ ...light(own), other })

/**
 * The one table of locks, measured: `truth.pg.test.ts` runs every shape on PostgreSQL and compares.
 * Where majors differ, the shape has a name for each.
 */
export const LOCK_TRUTH = {
  'add column': light('AccessExclusive'),
  'add column, rewriting': rewrite('AccessExclusive'),
  'add column, checking': scan('AccessExclusive'),
  'add column, referencing': both('AccessExclusive', 'ShareRowExclusive'),
  'drop column': light('AccessExclusive'),
  rename: light('AccessExclusive'),
  'rename index': light('none'),
  'change default': light('AccessExclusive'),
  'set not null': scan('AccessExclusive'),
  'set not null, proved': light('AccessExclusive'),
  'drop not null': light('AccessExclusive'),
  'set expression': rewrite('AccessExclusive'),
  'add constraint, scanning': scan('AccessExclusive'),
  'add constraint, not valid': light('AccessExclusive'),
  'add constraint using index': light('AccessExclusive'),
  'add primary key using index, nullable': scan('AccessExclusive'),
  'add foreign key': {
    ...both('ShareRowExclusive', 'ShareRowExclusive'),
    scans: true,
    scansOther: true,
  },
  'add foreign key, not valid': both('ShareRowExclusive', 'ShareRowExclusive'),
  'validate constraint': scan('ShareUpdateExclusive'),
  'validate foreign key': {
    ...both('ShareUpdateExclusive', 'RowShare'),
    scans: true,
    scansOther: true,
  },
  'drop constraint': light('AccessExclusive'),
  'drop foreign key': both('AccessExclusive', 'AccessExclusive'),
  'create index': scan('Share'),
  'create index on only': light('Share'),
  'create index concurrently': light('ShareUpdateExclusive'),
  'drop index': light('AccessExclusive'),
  'drop index concurrently': light('ShareUpdateExclusive'),
  reindex: { ...scan('Share'), rewrites: true },
  'reindex concurrently': light('ShareUpdateExclusive'),
  trigger: light('ShareRowExclusive'),
  'drop trigger': light('AccessExclusive'),
  policy: light('AccessExclusive'),
  'create view': light('none'),
  'replace view': light('AccessExclusive'),
  'drop view': light('AccessExclusive'),
  'drop table': both('AccessExclusive', 'AccessExclusive'),
  truncate: { ...both('AccessExclusive', 'AccessExclusive'), rewrites: true },
  light: light('ShareUpdateExclusive'),
  'set table': light('AccessExclusive'),
  'rewrite table': rewrite('AccessExclusive'),
  'set tablespace': light('AccessExclusive'),
  'alter domain, validating': scan('Share'),
  'attach partition': { ...both('ShareUpdateExclusive', 'AccessExclusive'), scansOther: true },
  'attach partition, proved': both('ShareUpdateExclusive', 'AccessExclusive'),
  'detach partition': both('AccessExclusive', 'AccessExclusive'),
  'detach partition concurrently': both('ShareUpdateExclusive', 'AccessExclusive'),
  'create partition': both('none', 'AccessExclusive'),
  'create table, referencing': both('none', 'ShareRowExclusive'),
  'create table, like': both('none', 'AccessShare'),
  'create table': light('none'),
  'alter type, free': light('AccessExclusive'),
  'alter type, rewriting': rewrite('AccessExclusive'),
  refresh: rewrite('AccessExclusive'),
  'refresh concurrently': scan('Exclusive'),
  'write rows': { ...light('RowExclusive'), scans: true },
  'insert rows': light('RowExclusive'),
  'lock table': light('AccessExclusive'),
  'no lock': light('none'),
} as const satisfies Readonly<Record<string, LockTruth>>

export type Shape = keyof typeof LOCK_TRUTH

/** The stronger of two. */
export function stronger(a: LockMode, b: LockMode): LockMode {
  return LOCK_MODES.indexOf(a) >= LOCK_MODES.indexOf(b) ? a : b
}

/** As the manual writes it: `ACCESS EXCLUSIVE`. */
export function lockText(mode: LockMode): string {
  return mode.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase()
}

/** What waits while it is held, for people. */
export function waitersOf(mode: LockMode): 'readers and writers' | 'writers' | 'nobody' {
  if (mode === 'AccessExclusive') return 'readers and writers'
  return LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf('Share') ? 'writers' : 'nobody'
}
