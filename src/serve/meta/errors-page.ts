import { readFileSync } from 'node:fs'
import type { Handler } from '../http.ts'
import { constantRoute } from '../meta.ts'
import { page } from './page.ts'

/** The guide lies in the package, as far from the sources as from what is built of them. */
const GUIDE = new URL('../../../docs/guide/errors.md', import.meta.url)

/** What `type` of every problem points to. Read once, at the start. */
export function errorsRoute(): Handler {
  return constantRoute(
    page('Errors', toHtml(readFileSync(GUIDE, 'utf8'))),
    'text/html; charset=utf-8',
  )
}

/** The few constructs of Markdown that the guide uses: headings, paragraphs, code, bold, links, one fence. */
function toHtml(markdown: string): string {
  return markdown
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockToHtml)
    .join('\n')
}

function blockToHtml(block: string): string {
  const fence = /^```\w*\n([\s\S]*)\n```$/.exec(block)
  if (fence?.[1] !== undefined) return `<pre><code>${escapeHtml(fence[1])}</code></pre>`
  const heading = /^(#{1,3}) (.+)$/.exec(block)
  if (heading?.[1] === undefined || heading[2] === undefined) return `<p>${inline(block)}</p>`
  const level = heading[1].length
  const id = heading[2].toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return `<h${level} id="${id}">${inline(heading[2])}</h${level}>`
}

function inline(text: string): string {
  return escapeHtml(text)
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/\[([^\]]+)\]\((https:[^)]+)\)/g, '<a href="$2">$1</a>')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
