import type { ApiVersion, Design, Endpoint, ResourceDesign } from '../compile/design.ts'
import { ArchitectError, invariant } from '../std/error.ts'
import { type Names, namesOf } from './plan/names.ts'

/** One endpoint of the design with everything that is known of it before a request arrives. */
export interface Route {
  readonly endpoint: Endpoint
  readonly resource: ResourceDesign
  readonly version: ApiVersion
  /** Names of every resource in the version, by the name of the resource. */
  readonly names: ReadonlyMap<string, Names>
}

/** A path that exists, with what it answers to. */
export interface RouteMatch {
  readonly route: Route
  /** The `{id}` of the path, as sent. */
  readonly id: string | undefined
  /** Name of the action in `/{id}/{action}`. */
  readonly action: string | undefined
}

export interface Routes {
  /**
   * The endpoint of a method and a path (without query). HEAD finds what GET finds.
   * @throws {ArchitectError} ARC301 when there is no such path, ARC103 with `allow` when it has no such method.
   */
  match(method: string, path: string): RouteMatch
  /** Methods of a path, for OPTIONS and 405; empty where the path does not exist. Upper case, sorted. */
  allowed(path: string): readonly string[]
  readonly all: readonly Route[]
}

interface Node {
  readonly children: Map<string, Node>
  /** The child for `{id}` and `{action}`. */
  parameter: Node | undefined
  readonly methods: Map<string, Route>
}

/** The routing table of a design. */
export function compileRoutes(design: Design): Routes {
  const root = emptyNode()
  const resources = new Map(design.resources.map((resource) => [resource.name, resource]))
  const names = new Map(
    design.versions.map((version) => [version.name, namesOf(version, design.resources)]),
  )
  const versions = new Map(design.versions.map((version) => [version.name, version]))
  const all = design.endpoints.map((endpoint) => ({
    endpoint,
    resource: invariant(resources.get(endpoint.resource), `no resource ${endpoint.resource}`),
    version: invariant(versions.get(endpoint.version), `no version ${endpoint.version}`),
    names: invariant(names.get(endpoint.version), `no version ${endpoint.version}`),
  }))
  for (const route of all) insert(root, route)
  return {
    all,
    match: (method, path) => match(root, method, path),
    allowed: (path) => methodsOf(find(root, path)?.node),
  }
}

function emptyNode(): Node {
  return { children: new Map(), parameter: undefined, methods: new Map() }
}

function insert(root: Node, route: Route): void {
  let node = root
  for (const segment of route.endpoint.path.slice(1).split('/')) {
    if (segment.startsWith('{')) {
      node.parameter ??= emptyNode()
      node = node.parameter
    } else {
      const child = node.children.get(segment) ?? emptyNode()
      node.children.set(segment, child)
      node = child
    }
  }
  node.methods.set(route.endpoint.method, route)
}

interface Found {
  readonly node: Node
  readonly parameters: readonly string[]
}

/** `/v1/shares/bulk` is the literal segment, not the row with the id `bulk`. */
function find(root: Node, path: string): Found | undefined {
  let node = root
  const parameters: string[] = []
  for (const segment of path.slice(1).split('/')) {
    const child = node.children.get(segment)
    const next = child ?? node.parameter
    if (next === undefined) return undefined
    if (child === undefined) parameters.push(segment)
    node = next
  }
  return { node, parameters }
}

function match(root: Node, method: string, path: string): RouteMatch {
  const found = find(root, path)
  if (found === undefined || found.node.methods.size === 0) {
    throw new ArchitectError('ARC301', 'There is nothing at this path.')
  }
  const route = found.node.methods.get(method === 'HEAD' ? 'GET' : method)
  if (route !== undefined) {
    return { route, id: found.parameters[0], action: found.parameters[1] }
  }
  const allow = methodsOf(found.node).join(', ')
  throw new ArchitectError('ARC103', `This path answers to ${allow}.`, { headers: { allow } })
}

function methodsOf(node: Node | undefined): string[] {
  if (node === undefined || node.methods.size === 0) return []
  const methods = [...node.methods.keys(), 'OPTIONS']
  return (node.methods.has('GET') ? [...methods, 'HEAD'] : methods).sort()
}
