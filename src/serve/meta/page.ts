/** Of our own pages: scripts, styles and requests of this server alone. Styles inline because the explorer sets some. */
export const PAGE_CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}h2{margin-top:2.5rem;border-top:1px solid #d7dbe0;padding-top:1rem}h2:target{background:#fff6d6}code,pre{font:14px/1.5 ui-monospace,monospace;background:#f3f4f6;border-radius:4px}code{padding:.1em .3em}pre{padding:1rem;overflow-x:auto}pre code{padding:0}a{color:#0a58ca}@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#14171a}h2{border-color:#30363d}h2:target{background:#3a3410}code,pre{background:#22262b}a{color:#7ab4ff}}'

/** A page of text. `content` is HTML already. */
export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style></head>
<body>
${content}
</body>
</html>
`
}
