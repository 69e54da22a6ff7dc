import { existsSync, readFileSync } from 'node:fs'
import type { Handler, HttpResponse } from '../http.ts'
import { constantRoute } from '../meta.ts'

/** Beside the built server, else in the packages it is developed with. */
const FOLDERS = [
  new URL('../../explorer/', import.meta.url),
  new URL('../../../node_modules/swagger-ui-dist/', import.meta.url),
]

const INDEX = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API reference</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body>
<main id="reference"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/explorer.js"></script>
</body>
</html>
`

/** The validator badge would ask a server of somebody else. */
const START = `window.ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null,
})
`

/** The reference page with its files, by path: all from the package, nothing from the network. */
export function explorerRoutes(): ReadonlyMap<string, Handler> {
  return new Map([
    ['/docs', constantRoute(INDEX, 'text/html; charset=utf-8')],
    ['/docs/explorer.js', constantRoute(START, 'text/javascript; charset=utf-8')],
    [
      '/docs/swagger-ui-bundle.js',
      fileRoute('swagger-ui-bundle.js', 'text/javascript; charset=utf-8'),
    ],
    ['/docs/swagger-ui.css', fileRoute('swagger-ui.css', 'text/css; charset=utf-8')],
  ])
}

/** Read when first asked for: nobody should pay 1.7 MB of memory for a page that nobody opens. */
function fileRoute(name: string, contentType: string): Handler {
  let route: Handler | undefined
  return (request): Promise<HttpResponse> => {
    route ??= constantRoute(readFileSync(find(name)), contentType)
    return route(request)
  }
}

function find(name: string): URL {
  const found = FOLDERS.map((folder) => new URL(name, folder)).find((url) => existsSync(url))
  if (found === undefined) throw new Error(`The package lacks ${name}.`)
  return found
}
