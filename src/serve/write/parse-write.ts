import { ArchitectError } from '../../std/error.ts'
import { isUuid } from '../../std/uuid.ts'
import type { HttpRequest } from '../http.ts'
import { mediaTypeOf } from '../negotiate.ts'
import type {
  BulkRequest,
  CreateRequest,
  DeleteRequest,
  Patch,
  Selection,
  UpdateRequest,
} from '../request.ts'
import { bodyValidator } from './body-validator.ts'
import { refuseFaults } from './field-class.ts'
import { readJson } from './json-reader.ts'
import { parseBulk } from './parse-bulk.ts'
import { parseJsonPatch } from './parse-json-patch.ts'
import { parseIdempotency, parseIfMatch } from './preconditions.ts'
import { routeNames, toToday, type WriteRoute } from './write-route.ts'

const JSON_TYPE = 'application/json'
const MERGE_PATCH = 'application/merge-patch+json'
const JSON_PATCH = 'application/json-patch+json'

/**
 * The write that a request asks for, in today's names: every value in it has the right type.
 *
 * @throws {ArchitectError} ARC107 for another media type; ARC101 for bytes that are not acceptable JSON and malformed
 * header fields; ARC301 for an id that is none; ARC110 when `If-Match` is required; ARC102 with every fault of the body.
 */
export async function parseWrite(
  http: HttpRequest,
  route: WriteRoute,
): Promise<CreateRequest | UpdateRequest | DeleteRequest | BulkRequest> {
  const { operation, resource } = route
  const about = { resource }
  switch (operation) {
    case 'create':
      return { operation, ...about, ...(await parseCreate(http, route)) }
    case 'update':
      return { operation, ...about, ...(await parseUpdate(http, route)) }
    case 'delete':
      return {
        operation,
        ...about,
        select: selected(route),
        id: rowId(route),
        ifMatch: parseIfMatch(http, resource),
      }
    case 'bulk': {
      mediaTypeOf(http.headers, [JSON_TYPE], http.method)
      const bytes = await http.body()
      const body = readJson(bytes)
      const select = selected(route)
      const idempotency = parseIdempotency(http, bytes)
      return { operation, ...about, select, ...parseBulk(body, route), idempotency }
    }
  }
}

async function parseCreate(
  http: HttpRequest,
  route: WriteRoute,
): Promise<Pick<CreateRequest, 'select' | 'body' | 'idempotency'>> {
  mediaTypeOf(http.headers, [JSON_TYPE], http.method)
  const bytes = await http.body()
  const body = readJson(bytes)
  const select = selected(route)
  const idempotency = parseIdempotency(http, bytes)
  refuseFaults(bodyValidator(route.resource, route.version, 'create')(body))
  return { select, body: toToday(body, routeNames(route)), idempotency }
}

async function parseUpdate(
  http: HttpRequest,
  route: WriteRoute,
): Promise<Pick<UpdateRequest, 'select' | 'id' | 'patch' | 'ifMatch'>> {
  const type = mediaTypeOf(http.headers, [MERGE_PATCH, JSON_PATCH], http.method)
  const body = readJson(await http.body())
  const select = selected(route)
  const id = rowId(route)
  const ifMatch = parseIfMatch(http, route.resource)
  return {
    select,
    id,
    ifMatch,
    patch: type === JSON_PATCH ? parseJsonPatch(body, route) : mergePatch(body, route),
  }
}

function mergePatch(body: unknown, route: WriteRoute): Patch {
  refuseFaults(bodyValidator(route.resource, route.version, 'update')(body))
  return { kind: 'merge', set: toToday(body, routeNames(route)) }
}

/** A malformed id is the id of no row. */
function rowId({ id = '', resource }: WriteRoute): string {
  if (!isUuid(id)) throw new ArchitectError('ARC301', `There is no such ${resource.name}.`)
  return id.toLowerCase()
}

function selected(route: WriteRoute): Selection {
  return route.select?.() ?? everything(route)
}

function everything(route: WriteRoute): Selection {
  const { fields } = routeNames(route)
  return { fields: fields.map(({ name }) => name), computed: [], includes: [] }
}
