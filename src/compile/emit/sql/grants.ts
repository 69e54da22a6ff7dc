import { ident, type Sql, sql } from '../../../sql/sql.ts'
import type { Design, FieldDesign, ResourceDesign } from '../../design.ts'
import { print } from './print.ts'
import { names } from './table.ts'

/** May read what everybody who sees a row may see of it. */
const READER = 'architect_reader'
/** May also write what clients may write. */
const APP = 'architect_app'

const ROLES = `do $roles$
declare
  missing text;
begin
  foreach missing in array array['${READER}', '${APP}'] loop
    if to_regrole(missing) is null then
      execute format('create role %I nologin', missing);
    end if;
  end loop;
exception
  when insufficient_privilege or duplicate_object or unique_violation then
    raise notice 'the roles ${READER} and ${APP} were not made: %', sqlerrm;
end
$roles$;`

/** Two roles for people and tools with SQL access, and what they may; nothing where the roles cannot be made. */
export function grantsSql(design: Design): string {
  const grants = design.resources.flatMap(grantsOn)
  const lines = grants.map((grant) => `    ${print(grant)};`)
  return `${ROLES}

do $grants$
begin
  if to_regrole('${READER}') is not null and to_regrole('${APP}') is not null then
    grant usage on schema public to ${READER}, ${APP};
    revoke execute on all functions in schema architect from public;
    grant execute on all functions in schema architect to ${READER}, ${APP};
${lines.join('\n')}
  end if;
end
$grants$;`
}

function grantsOn(resource: ResourceDesign): readonly Sql[] {
  const { fields } = resource
  const readable = fields.filter(({ read }) => read.kind === 'always')
  const insertable = fields.filter((field) => isInsertable(field))
  const updatable = fields.filter(
    ({ name, update }) => update.kind !== 'never' || name === 'updatedAt' || name === 'version',
  )
  const may = (operation: 'create' | 'update' | 'delete', grant: Sql): readonly Sql[] =>
    resource.operations.includes(operation) ? [grant] : []
  const table = ident(resource.table)
  return [
    sql`revoke all on ${table} from ${ident(READER)}, ${ident(APP)}`,
    sql`grant select (${columns(readable)}) on ${table} to ${ident(READER)}, ${ident(APP)}`,
    ...may('create', sql`grant insert (${columns(insertable)}) on ${table} to ${ident(APP)}`),
    ...may('update', sql`grant update (${columns(updatable)}) on ${table} to ${ident(APP)}`),
    ...may('delete', sql`grant delete on ${table} to ${ident(APP)}`),
  ]
}

/** The id has no default: PostgreSQL 15 to 17 cannot make a UUIDv7. */
function isInsertable(field: FieldDesign): boolean {
  return field.name === 'id' || field.setBy === 'actor' || field.create.kind !== 'never'
}

function columns(fields: readonly FieldDesign[]): Sql {
  return names(fields.map(({ column }) => column))
}
