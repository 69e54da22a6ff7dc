import type { Handler } from '../http.ts'
import { indexRoute, jwksRoute, type MetaRoutes, openApiRoute } from '../meta.ts'
import { ERRORS_PATH } from '../problem.ts'
import type { JwkSet } from '../tokens.ts'
import { errorsRoute } from './errors-page.ts'
import { explorerRoutes } from './explorer.ts'
import { type MetricsRouteOptions, metricsRoute } from './metrics-route.ts'

export interface MetaOptions {
  readonly name: string
  /** The OpenAPI document. */
  readonly openApi: string
  readonly jwks: JwkSet
  readonly metrics: MetricsRouteOptions
  /** Of `createHealth`. */
  readonly health: ReadonlyMap<string, Handler>
}

const LINKS = {
  reference: '/docs',
  openapi: '/openapi.json',
  errors: ERRORS_PATH,
  health: '/health/ready',
  keys: '/.well-known/jwks.json',
} as const

/** Everything that is served beside the API. */
export function createMetaRoutes(options: MetaOptions): MetaRoutes {
  return new Map<string, Handler>([
    ['/', indexRoute(options.name, LINKS)],
    ['/openapi.json', openApiRoute(options.openApi)],
    ['/.well-known/jwks.json', jwksRoute(options.jwks)],
    ['/metrics', metricsRoute(options.metrics)],
    [ERRORS_PATH, errorsRoute()],
    ...explorerRoutes(),
    ...options.health,
  ])
}
