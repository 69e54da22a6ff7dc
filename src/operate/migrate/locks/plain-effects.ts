import type { Action } from '../action.ts'
import type { Touched, World } from './effects.ts'
import type { Shape } from './truth.ts'

type Of<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>

/** Actions whose shape needs no look at what they carry. */
export function plain(action: Action, world: World): readonly Touched[] {
  return (
    onTable(action) ??
    onIndex(action, world) ??
    onPartition(action) ??
    onObject(action, world) ??
    []
  )
}

/** Actions whose kind alone is the shape. */
const BY_KIND: Readonly<Partial<Record<Action['kind'], Shape>>> = {
  'drop column': 'drop column',
  'set default': 'change default',
  'drop default': 'change default',
  'drop not null': 'drop not null',
  'set expression': 'set expression',
  'drop expression': 'set table',
  'add identity': 'set table',
  'create trigger': 'trigger',
  'toggle trigger': 'trigger',
  'set table': 'set table',
  'set light': 'light',
  policy: 'policy',
  update: 'write rows',
  delete: 'write rows',
  insert: 'insert rows',
}

function onTable(action: Action): readonly Touched[] | undefined {
  const shape = BY_KIND[action.kind]
  if (shape && 'table' in action && action.table !== undefined)
    return [{ shape, own: [action.table] }]
  switch (action.kind) {
    case 'rename':
      return [{ shape: RENAMES.has(action.what) ? 'rename' : 'rename index', own: [action.table] }]
    case 'set schema':
      return [{ shape: action.what === 'table' ? 'set table' : 'no lock', own: [action.table] }]
    case 'rewrite table':
      return [
        {
          shape: action.how === 'tablespace' ? 'set tablespace' : 'rewrite table',
          own: [action.table],
        },
      ]
    case 'lock table':
      return [{ shape: 'lock table', own: action.tables }]
    default:
      return undefined
  }
}

const RENAMES: ReadonlySet<string> = new Set(['table', 'column', 'constraint', 'view'])

function onIndex(action: Action, { knowledge }: World): readonly Touched[] | undefined {
  if (action.kind === 'drop index') {
    const own = action.indexes.flatMap((name) => knowledge.indexOf(name)?.table ?? [])
    return [{ shape: action.concurrently ? 'drop index concurrently' : 'drop index', own }]
  }
  if (action.kind !== 'reindex') return undefined
  const table = action.what === 'index' ? knowledge.indexOf(action.name)?.table : action.name
  const shape = action.concurrently ? 'reindex concurrently' : 'reindex'
  return [{ shape, own: table === undefined ? [] : [table] }]
}

function onPartition(action: Action): readonly Touched[] | undefined {
  if (action.kind === 'attach partition') {
    return [{ shape: 'attach partition', own: [action.table], other: [action.partition] }]
  }
  if (action.kind !== 'detach partition') return undefined
  const shape = action.how === 'blocking' ? 'detach partition' : 'detach partition concurrently'
  return [{ shape, own: [action.table], other: [action.partition] }]
}

function onObject(action: Action, { knowledge }: World): readonly Touched[] | undefined {
  switch (action.kind) {
    case 'create view':
      return [{ shape: action.replace ? 'replace view' : 'create view', own: [action.name] }]
    case 'drop object':
      return [droppedObject(action)]
    case 'refresh':
      return [
        { shape: action.concurrently ? 'refresh concurrently' : 'refresh', own: [action.name] },
      ]
    case 'alter domain':
      return [
        {
          shape: action.validates ? 'alter domain, validating' : 'no lock',
          own: knowledge.tablesWith(action.domain),
        },
      ]
    default:
      return undefined
  }
}

function droppedObject(action: Of<'drop object'>): Touched {
  if (action.table !== undefined) return { shape: 'drop trigger', own: [action.table] }
  const isView = action.what === 'view' || action.what === 'materialized view'
  return { shape: isView ? 'drop view' : 'no lock', own: [action.name] }
}
