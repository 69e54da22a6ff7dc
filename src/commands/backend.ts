import type { Design } from '../compile/design.ts'
import { openapi } from '../compile/emit/openapi/openapi.ts'
import { schemaDdl } from '../compile/emit/sql/ddl.ts'
import { createMetrics } from '../observe/metrics.ts'
import { type Observe, observeAll } from '../observe/observation.ts'
import { type ApplyMode, applySchema } from '../operate/apply/apply.ts'
import { createAuthenticator } from '../serve/authenticate.ts'
import { createHealth, type Health } from '../serve/health.ts'
import type { Handler } from '../serve/http.ts'
import { type Changes, openChanges } from '../serve/live/changes.ts'
import type { MetricsRouteOptions } from '../serve/meta/metrics-route.ts'
import { createMetaRoutes } from '../serve/meta/routes.ts'
import type { MetaRoutes } from '../serve/meta.ts'
import { type RunningServer, type ServerOptions, startServer } from '../serve/server.ts'
import { createService, type Service } from '../serve/service.ts'
import { publicJwks } from '../serve/tokens.ts'
import { purgeIdempotency } from '../serve/write/purge-idempotency.ts'
import { uuidSource } from '../std/uuid.ts'
import type { CommandContext, OpenDatabase } from './command.ts'
import { every } from './every.ts'
import type { Secrets } from './secrets.ts'

/** A server with a design behind it, which can be exchanged while it runs. */
export interface RunningBackend {
  readonly url: string
  /** Serves another design from now on; connections stay, to clients and to PostgreSQL. */
  exchange(design: Design): void
  close(): Promise<void>
}

export interface BackendOptions {
  readonly design: Design
  readonly open: OpenDatabase
  readonly secrets: Secrets
  readonly context: CommandContext
}

/**
 * Brings the schema to what the design needs, as far as `mode` allows.
 *
 * @throws {ArchitectError} ARC402 when that is not far enough
 */
export async function prepareSchema(
  design: Design,
  open: OpenDatabase,
  mode: ApplyMode,
): Promise<readonly string[]> {
  const { made } = await applySchema(open.database, schemaDdl(design), mode)
  return made
}

/** Starts the server of a backend whose schema is there. @throws {ArchitectError} ARC516 when the address is taken */
export async function startBackend(options: BackendOptions): Promise<RunningBackend> {
  const { design, open, context } = options
  const metrics = createMetrics()
  const observe = observeAll(context.observe, metrics.observe)
  const changes = await openChanges({ database: open.database, observe })
  const server: { running?: RunningServer } = {}
  const inFlight = (): number => server.running?.inFlight() ?? 0
  const around: Around = { ...options, changes, observe, inFlight }
  const current = { service: serviceOf(design, around) }
  const purging = every(PURGE_MS, () => purgeIdempotency(open.database, context.now), observe)
  const health = createHealth({
    database: () => open.database.health(),
    isSchemaApplied: () => true,
  })
  const metaOf = metaMaker(options, {
    metrics,
    health,
    inFlight,
    isDatabaseUp: () => open.database.health().state === 'up',
  })
  const meta = new Map(metaOf(design))
  const closeAll = async (): Promise<void> => {
    await server.running?.close()
    purging.close()
    current.service.close()
    await changes.close()
  }
  try {
    const handler: Handler = (request) => current.service.handler(request)
    server.running = await startServer({
      ...settingsOf(options),
      handler,
      meta,
      observe,
      onDrain: health.drain,
    })
    return {
      url: server.running.url,
      exchange: (next) => {
        const old = current.service
        current.service = serviceOf(next, around)
        old.close()
        for (const [path, route] of metaOf(next)) meta.set(path, route)
      },
      close: closeAll,
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** How often answers of expired idempotency keys are deleted. */
const PURGE_MS = 3_600_000

type ServerSettings = Omit<ServerOptions, 'handler' | 'meta' | 'observe' | 'onDrain'>

function settingsOf({ design, context }: BackendOptions): ServerSettings {
  const { host, port, environment, corsOrigins, trustedProxies, drainMs, bodyLimitBytes } =
    context.config
  return {
    host,
    port,
    https: environment === 'production',
    cors: { origins: [...new Set([...corsOrigins, ...design.auth.origins])] },
    trustedProxies,
    drainMs,
    maxBodyBytes: bodyLimitBytes,
    gates: [],
  }
}

interface Watched extends Pick<MetricsRouteOptions, 'metrics' | 'inFlight' | 'isDatabaseUp'> {
  readonly health: Health
}

/** The paths beside the API, for whichever design is served. */
function metaMaker(
  { secrets, context }: BackendOptions,
  watched: Watched,
): (design: Design) => MetaRoutes {
  return (design) =>
    createMetaRoutes({
      name: design.name,
      openApi: JSON.stringify(openapi(design, { server: '/' })),
      jwks: publicJwks(secrets.keys),
      metrics: { ...watched, token: context.config.metricsToken },
      health: watched.health.routes,
    })
}

interface Around extends BackendOptions {
  readonly inFlight: () => number
  readonly changes: Changes
  readonly observe: Observe
}

function serviceOf(design: Design, around: Around): Service {
  const { open, secrets, context, changes, observe, inFlight } = around
  const { keys, issuer, audience, cursorSecret } = secrets
  const { now, randomBytes, config } = context
  return createService({
    design,
    database: open.database,
    authenticate: createAuthenticator({ keys, issuer, audience, roles: design.roles, now }),
    cursorSecret,
    changes,
    observe,
    inFlight,
    now,
    newId: uuidSource(now, randomBytes),
    timing: config.environment === 'development' ? () => performance.now() : undefined,
  })
}
