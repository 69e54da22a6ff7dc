import type {
  DeleteStmt,
  InsertStmt,
  LockStmt,
  Node,
  SelectStmt,
  TransactionStmt,
  UpdateStmt,
  VariableSetStmt,
} from 'libpg-query'
import type { Action } from '../action.ts'
import { columnsIn } from './expressions.ts'
import { nameOf, tableOf } from './names.ts'
import { relationsIn } from './read-object.ts'

export function readUpdate({ relation, whereClause }: UpdateStmt): readonly Action[] {
  return [{ kind: 'update', table: tableOf(relation), ...reach(whereClause) }]
}

export function readDelete({ relation, whereClause }: DeleteStmt): readonly Action[] {
  return [{ kind: 'delete', table: tableOf(relation), ...reach(whereClause) }]
}

/** Bounded: the condition names a key, so that it can be one batch of many. */
function reach(where: Node | undefined): { readonly bounded: boolean; readonly all: boolean } {
  const columns = columnsIn(where)
  return {
    all: where === undefined,
    bounded: columns.some((name) => /(^|_)(id|key|ctid)$/.test(name)),
  }
}

export function readInsert({ relation, selectStmt }: InsertStmt): readonly Action[] {
  const fromQuery =
    selectStmt !== undefined &&
    'SelectStmt' in selectStmt &&
    (selectStmt.SelectStmt.fromClause ?? []).length > 0
  return [{ kind: 'insert', table: tableOf(relation), fromQuery }]
}

export function readLock({ relations, mode }: LockStmt): readonly Action[] {
  return [{ kind: 'lock table', tables: relationsIn(relations), mode: mode ?? 0 }]
}

export function readTransaction({ kind }: TransactionStmt): readonly Action[] {
  switch (kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return [{ kind: 'begin' }]
    case 'TRANS_STMT_COMMIT':
      return [{ kind: 'commit' }]
    case 'TRANS_STMT_ROLLBACK':
      return [{ kind: 'rollback' }]
    default:
      return [{ kind: 'other' }]
  }
}

export function readSet(statement: VariableSetStmt): readonly Action[] {
  const reset = statement.kind !== 'VAR_SET_VALUE'
  return [
    {
      kind: 'set',
      name: statement.name ?? '',
      value: reset ? '' : settingText(statement.args?.[0]),
      local: statement.is_local === true,
    },
  ]
}

function settingText(node: Node | undefined): string {
  if (!(node && 'A_Const' in node)) return nameOf(node)
  const { sval, ival, fval } = node.A_Const
  return sval?.sval ?? fval?.fval ?? String(ival?.ival ?? 0)
}

/** `select set_config('lock_timeout', '2s', false)` sets as well; every other query changes nothing. */
export function readSelect({ targetList }: SelectStmt): readonly Action[] {
  return (targetList ?? []).flatMap((node) => {
    const value = 'ResTarget' in node ? node.ResTarget.val : undefined
    if (!(value && 'FuncCall' in value)) return []
    const [name, text, local] = value.FuncCall.args ?? []
    if (nameOf(value.FuncCall.funcname?.at(-1)) !== 'set_config') return []
    const isLocal = JSON.stringify(local ?? {}).includes('"boolval":true')
    return [{ kind: 'set', name: settingText(name), value: settingText(text), local: isLocal }]
  })
}
