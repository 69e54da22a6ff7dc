import type { Decision } from '../../design.ts'
import { capitalized, spoken } from '../openapi/part.ts'
import type { ApiSection, EndpointSection, FieldSection } from './describe-api.ts'
import type { TableSection } from './describe-table.ts'
import type { DesignDocument } from './document.ts'

/** The document as Markdown, with the tables as a Mermaid diagram. */
export function designMarkdown(document: DesignDocument): string {
  const parts = [
    `# ${capitalized(document.name)}: design`,
    `Versions of the API: ${document.versions.join(', ')}. Made from the blueprint: change that, not this.`,
    '## API design',
    ...document.api.flatMap(apiParts),
    '## Database schema',
    diagram(document.tables),
    ...document.tables.flatMap(tableParts),
    '## Decisions',
    ...document.decisions.flatMap(decisionParts),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function apiParts({ plural, description, endpoints }: ApiSection): readonly string[] {
  return [
    `### ${capitalized(spoken(plural))}`,
    description ?? '',
    ...endpoints.flatMap(endpointParts),
  ]
}

function endpointParts({
  method,
  path,
  purpose,
  auth,
  request,
  response,
  errors,
}: EndpointSection): readonly string[] {
  const open = auth.anonymous ? 'no token needed' : 'bearer token'
  const limits = auth.limits.map((limit) => `; at most ${limit}`).join('')
  const parameters =
    request.parameters.length === 0 ? '' : `; ${request.parameters.map(code).join(' ')}`
  const types = (mediaTypes: readonly string[]) => mediaTypes.map(code).join(' or ')
  return [
    `#### \`${method} ${path}\``,
    [
      `- **Purpose:** ${purpose}`,
      `- **Auth:** ${open}${limits}; permitted when`,
      ...auth.permittedWhen.map((rule) => `  - ${rule}`),
      `- **Request:** ${request.mediaTypes.length === 0 ? 'no body' : types(request.mediaTypes)}${parameters}`,
      ...request.fields.map(fieldLine),
      `- **Response:** ${response.status}, ${response.holds}${response.mediaTypes.length === 0 ? '' : ` (${types(response.mediaTypes)})`}`,
      ...response.fields.map(fieldLine),
      `- **Errors:** ${errors.map(({ status, code: name }) => `${status} ${name}`).join(', ')}`,
    ].join('\n'),
  ]
}

function fieldLine({ name, type, required, rule }: FieldSection): string {
  return `  - ${code(name)}: ${type}${required ? ', required' : ''}${rule === null ? '' : `; only when ${rule}`}`
}

function tableParts(table: TableSection): readonly string[] {
  return [
    `### ${table.name}`,
    `${table.description ?? ''} Designed for ${table.rows.toLocaleString('en')} rows.`.trim(),
    grid(
      ['column', 'type', 'null', 'default', 'key'],
      table.columns.map((column) => [
        code(column.name),
        code(column.type),
        column.nullable ? 'yes' : 'no',
        column.default === null ? '' : code(column.default),
        column.key ?? '',
      ]),
    ),
    grid(
      ['index', 'columns', 'serves'],
      table.indexes.map((index) => [
        `${code(index.name)}${index.unique ? ' unique' : ''}${index.method === 'btree' ? '' : ` ${index.method}`}`,
        `${code(index.columns.join(', '))}${index.where === null ? '' : ` where ${code(index.where)}`}`,
        index.serves.map(code).join('<br>'),
      ]),
    ),
    relationshipLines(table),
  ]
}

function relationshipLines({ relationships }: TableSection): string {
  return relationships
    .map(
      ({ columns, table, onDelete, cardinality }) =>
        `- ${code(columns.join(', '))} refers to ${code(table)} (${cardinality}); on delete: ${onDelete}`,
    )
    .join('\n')
}

function decisionParts(decision: Decision): readonly string[] {
  return [
    `### ${decision.question}`,
    `**${decision.chosen}** (confidence ${decision.confidence}). ${decision.because}`,
    decision.options.map(({ name, tradeOffs }) => `- ${name}: ${tradeOffs.join('; ')}`).join('\n'),
    grid(
      ['rests on', 'value', 'basis'],
      decision.inputs.map(({ name, value, basis }) => [name, String(value), basis]),
    ),
    `Would be otherwise when ${decision.flipsWhen}.`,
  ]
}

/** @see https://mermaid.js.org/syntax/entityRelationshipDiagram.html */
function diagram(tables: readonly TableSection[]): string {
  const entities = tables.map(
    ({ name, columns }) =>
      `  ${name} {\n${columns.map((column) => `    ${mermaidType(column.type)} ${column.name}${mermaidKey(column.key)}`).join('\n')}\n  }`,
  )
  const relationships = tables.flatMap(({ name, relationships: all }) =>
    all.map(
      ({ columns, table, cardinality }) =>
        `  ${table} ||--${cardinality === 'one to one' ? 'o|' : 'o{'} ${name} : ${columns.join('_')}`,
    ),
  )
  return ['```mermaid', 'erDiagram', ...entities, ...relationships, '```'].join('\n')
}

function mermaidType(type: string): string {
  return type.replace(/[^\w]+/g, '_').replace(/_$/, '')
}

function mermaidKey(key: 'primary' | 'foreign' | null): string {
  if (key === null) return ''
  return key === 'primary' ? ' PK' : ' FK'
}

function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``
}
