import type { Decision } from '../../design.ts'
import { capitalized, spoken } from '../openapi/part.ts'
import type { ApiSection, EndpointSection, FieldSection } from './describe-api.ts'
import type { TableSection } from './describe-table.ts'
import { entityDiagram } from './diagram.ts'
import type { DesignDocument } from './document.ts'
import { Html, html } from './html.ts'
import { STYLE } from './style.ts'

/** The document as one HTML page that needs nothing else. */
export function designPage(document: DesignDocument): string {
  const { name, api, tables, decisions } = document
  const endpoints = api.reduce((sum, section) => sum + section.endpoints.length, 0)
  const indexes = tables.reduce((sum, table) => sum + table.indexes.length, 0)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${capitalized(name)}: design</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<div class="layout">
${contents(document)}
<main>
<h1>${capitalized(name)}</h1>
<p class="soft">${endpoints} endpoints, ${tables.length} tables, ${indexes} indexes, ${decisions.length} decisions. Versions of the API: ${document.versions.join(', ')}.</p>
<h2 id="tables">How the tables refer to each other</h2>
<div class="wide">${entityDiagram(tables)}</div>
<h2 id="api">API design</h2>
${api.map(apiSection)}
<h2 id="database">Database schema</h2>
${tables.map(tableSection)}
<h2 id="decisions">Decisions</h2>
${decisions.map(decisionSection)}
</main>
</div>
</body>
</html>
`
  return page.text
}

function contents({ name, api, tables, decisions }: DesignDocument): Html {
  return html`<nav aria-label="Contents"><strong>${capitalized(name)}</strong>
<h2><a href="#api">API design</a></h2>${api.map(({ resource, plural }) => html`<a href="#api-${resource}">${capitalized(spoken(plural))}</a>`)}
<h2><a href="#database">Database schema</a></h2>${tables.map((table) => html`<a href="#table-${table.name}">${table.name}</a>`)}
<h2><a href="#decisions">Decisions</a></h2>${decisions.map(({ id, question }) => html`<a href="#decision-${id}">${question}</a>`)}
</nav>`
}

function apiSection({ resource, plural, description, endpoints }: ApiSection): Html {
  return html`<section id="api-${resource}"><h3>${capitalized(spoken(plural))}</h3>${description === null ? '' : html`<p>${description}</p>`}${endpoints.map(endpointArticle)}</section>
`
}

function endpointArticle({
  method,
  path,
  purpose,
  auth,
  request,
  response,
  errors,
}: EndpointSection): Html {
  return html`<article><header><span class="method ${method}">${method}</span><code>${path}</code><span>${purpose}</span></header><dl>
<dt>Auth</dt><dd>${auth.anonymous ? 'No token needed' : 'Bearer token'}${auth.limits.map((limit) => html`; at most ${limit}`)}. Permitted when<ul>${auth.permittedWhen.map((rule) => html`<li>${rule}</li>`)}</ul></dd>
<dt>Request</dt><dd>${request.mediaTypes.length === 0 ? 'No body' : codes(request.mediaTypes)}${request.parameters.length === 0 ? '' : html`<br>${codes(request.parameters)}`}${fieldTable(request.fields)}</dd>
<dt>Response</dt><dd>${response.status}, ${response.holds} ${codes(response.mediaTypes)}${fieldTable(response.fields)}</dd>
<dt>Errors</dt><dd class="soft">${errors.map(({ status, code, title }) => `${status} ${title} (${code})`).join(' · ')}</dd>
</dl></article>
`
}

function codes(texts: readonly string[]): readonly Html[] {
  return texts.map((text) => html`<code>${text}</code> `)
}

function fieldTable(fields: readonly FieldSection[]): Html {
  if (fields.length === 0) return new Html('')
  return html`<table>${fields.map(({ name, type, required, rule }) => html`<tr><td><code>${name}</code></td><td>${type}${required ? ', required' : ''}${rule === null ? '' : `; only when ${rule}`}</td></tr>`)}</table>`
}

function tableSection(table: TableSection): Html {
  return html`<section id="table-${table.name}"><h3><code>${table.name}</code></h3>
<p class="soft">${table.description ?? ''} Designed for ${table.rows.toLocaleString('en')} rows.</p>
<div class="wide">${grid(
    ['Column', 'Type', 'Null', 'Default', 'Key'],
    table.columns.map(({ name, type, nullable, default: value, key }) => [
      html`<code>${name}</code>`,
      html`<code>${type}</code>`,
      nullable ? 'yes' : 'no',
      html`<code>${value ?? ''}</code>`,
      key ?? '',
    ]),
  )}${grid(
    ['Index', 'Serves'],
    table.indexes.map(({ columns, unique, method, where, serves }) => [
      html`<code>${columns.join(', ')}</code>${unique ? ' unique' : ''}${method === 'btree' ? '' : ` ${method}`}${where === null ? '' : html` where <code>${where}</code>`}`,
      html`${serves.map((question) => html`<code>${question}</code><br>`)}`,
    ]),
  )}${
    table.relationships.length === 0
      ? ''
      : grid(
          ['Relationship', 'To', 'When that is deleted'],
          table.relationships.map(({ columns, table: to, onDelete, cardinality }) => [
            html`<code>${columns.join(', ')}</code>, ${cardinality}`,
            html`<a href="#table-${to}"><code>${to}</code></a>`,
            ON_DELETE[onDelete],
          ]),
        )
  }</div></section>
`
}

const ON_DELETE = {
  cascade: 'deleted as well',
  restrict: 'that is refused',
  null: 'left without it',
} as const

function decisionSection(decision: Decision): Html {
  const percent = Math.round(decision.confidence * 100)
  return html`<section id="decision-${decision.id}"><h3>${decision.question}</h3>
<p><strong>${decision.chosen}</strong>. ${decision.because}</p>
<p><span class="bar"><i style="width:${percent}%"></i></span>${percent} % sure. Would be otherwise when ${decision.flipsWhen}.</p>
${grid(
  ['Option', 'Trade-offs'],
  decision.options.map(({ name, tradeOffs }) => [name, tradeOffs.join('; ')]),
)}${
  decision.inputs.length === 0
    ? ''
    : grid(
        ['Rests on', 'Value', 'Basis'],
        decision.inputs.map(({ name, value, basis }) => [name, String(value), basis]),
      )
}</section>
`
}

function grid(head: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html {
  return html`<table><tr>${head.map((text) => html`<th>${text}</th>`)}</tr>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</table>`
}
