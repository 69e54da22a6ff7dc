import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { SourcePlace } from '../../std/finding.ts'
import { type BackendInput, backendParts, partsOf } from './backend.ts'
import type { ActorContext, EventSchemas, SystemContext } from './context.ts'
import type {
  Blueprint,
  DeclaredEvent,
  DeclaredResource,
  FieldDefinition,
  Part,
} from './definition.ts'
import { isField } from './field.ts'
import { recordOf } from './loose.ts'
import type { Mistake } from './mistake.ts'
import { placeOfCall, within } from './place.ts'
import { resourceDefinition } from './resource.ts'
import type { ResourceInput } from './resource-input.ts'
import type { KnownReferences, RoleOf, Shapes } from './values.ts'
import { wordsFor } from './vocabulary.ts'
import type { Words } from './words.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Phase two: everything about resources and events that phase one named. */
export interface Schema<
  R extends Shapes,
  A extends keyof R & string,
  E extends EventSchemas,
  Role extends string,
> {
  /** Defines one resource: `s.resource.share(({ row, actor }) => ({ ... }))`. */
  readonly resource: {
    readonly [K in keyof R & string]: (
      define: (words: Words<R, A, E, K, Role>) => ResourceInput<R, A, E, K>,
    ) => Part
  }
  /** A handler of an event, idempotent by the event's id. */
  on<N extends keyof E & string>(
    event: N,
    options: { readonly name?: string; readonly retries?: number; readonly concurrency?: number },
    handle: (
      context: SystemContext<R, E> & {
        readonly event: {
          readonly id: string
          readonly at: Date
          readonly data: StandardSchemaV1.InferOutput<E[N]>
        }
      },
    ) => Promise<void>,
  ): Part
  /** Work on a schedule, or enqueued. */
  job(
    name: string,
    options: {
      readonly cron?: string
      readonly timeout?: `${number}${'s' | 'm' | 'h'}`
      readonly attempts?: number
    },
    run: (context: SystemContext<R, E>) => Promise<void>,
  ): Part
  /** Any method and path, checked and documented like the rest. */
  endpoint<I extends StandardSchemaV1, O>(
    route: `${Method} /${string}`,
    definition: {
      readonly allow: Role | 'everyone' | 'signedIn'
      readonly input: I
      readonly output?: StandardSchemaV1
      run(
        context: ActorContext<R, A, E> & { readonly input: StandardSchemaV1.InferOutput<I> },
      ): Promise<O>
    },
  ): Part
  /** Request in, response out. */
  route(
    route: `${Method} /${string}`,
    definition: {
      readonly allow: Role | 'everyone' | 'signedIn'
      run(request: Request, context: ActorContext<R, A, E>): Promise<Response>
    },
  ): Part
  /** A bounded context: parts under one name, with an owner. */
  module(
    name: string,
    definition: { readonly owner?: string; readonly parts: readonly Part[] },
  ): Part
  /** The whole, as plain data. */
  backend(definition: BackendInput<R, Role>): Blueprint
}

/** Phase one: names every resource and event, so that everything after it is typed, circular references included. */
export function schema<
  const R extends Shapes,
  const A extends keyof R & string,
  E extends EventSchemas = Record<never, never>,
>(definition: {
  readonly identity: A
  readonly resources: R & KnownReferences<R>
  readonly events?: E
}): Schema<R, A, E, RoleOf<R, A>>
export function schema(definition: unknown): object {
  const said = recordOf(definition)
  const place = placeOfCall(schema)
  const mistakes: Mistake[] = []
  const identity = typeof said['identity'] === 'string' ? said['identity'] : ''
  const resources = declaredResources(said['resources'], place, mistakes)
  const events = declaredEvents(said['events'], place)
  return {
    resource: resourceDefiners(identity, mistakes),
    ...partBuilders(mistakes),
    backend: function backend(input: unknown): Blueprint {
      const parts = backendParts(input, placeOfCall(backend), mistakes)
      return { ...parts, identity, resources, events, mistakes: [...mistakes] }
    },
  }
}

function declaredResources(
  value: unknown,
  place: SourcePlace,
  mistakes: Mistake[],
): readonly DeclaredResource[] {
  return Object.entries(recordOf(value)).map(([name, shape]) => ({
    name,
    place: within(place, name, name),
    fields: Object.entries(recordOf(shape)).flatMap(([field, drafted]) =>
      declaredField(
        { resource: name, field, drafted },
        within(place, `${name}.${field}`, field),
        mistakes,
      ),
    ),
  }))
}

interface Declaring {
  readonly resource: string
  readonly field: string
  readonly drafted: unknown
}

function declaredField(
  declaring: Declaring,
  place: SourcePlace,
  noted: Mistake[],
): readonly FieldDefinition[] {
  const { resource, field, drafted } = declaring
  if (!isField(drafted)) {
    noted.push({
      message: `${resource}.${field} is no field`,
      help: 'Write text(), int(), ref(...) or another field type.',
      place,
    })
    return []
  }
  const { mistakes, ...draft } = drafted.draft
  const at = within(draft.place, `${resource}.${field}`)
  for (const message of mistakes)
    noted.push({
      message: `${resource}.${field}: ${message}`,
      help: 'Remove the call or change the field type.',
      place: at,
    })
  return [{ ...draft, name: field, place: at }]
}

function declaredEvents(value: unknown, place: SourcePlace): readonly DeclaredEvent[] {
  return Object.entries(recordOf(value)).map(([name, payload]) => ({
    name,
    payload,
    place: within(place, `events.${name}`, name),
  }))
}

/** Answers every name, so that a resource that phase one does not know is a finding instead of a TypeError. */
function resourceDefiners(identity: string, mistakes: Mistake[]): object {
  return new Proxy(Object.freeze({}), {
    get: (_target, name) =>
      typeof name === 'string' ? definerOf(name, identity, mistakes) : undefined,
  })
}

function definerOf(name: string, identity: string, mistakes: Mistake[]): (define: unknown) => Part {
  return function define(definition: unknown): Part {
    const place = within(placeOfCall(define), name)
    const scope = { identity, mistakes, depth: 0 }
    const said = typeof definition === 'function' ? definition(wordsFor(scope, place)) : definition
    if (typeof said !== 'object' || said === null)
      mistakes.push({
        message: `The definition of ${name} is no object`,
        help: 'Return an object with scale and allow.',
        place,
      })
    return { kind: 'resource', resource: resourceDefinition(said, place, scope) }
  }
}

function partBuilders(mistakes: Mistake[]): object {
  return {
    on: function on(event: string, options: unknown, handle: unknown): Part {
      const name = recordOf(options)['name']
      const place = placeOfCall(on)
      return {
        kind: 'handler',
        name: typeof name === 'string' ? name : String(event),
        place,
        definition: { event: String(event), options, handle },
      }
    },
    job: function job(name: string, options: unknown, run: unknown): Part {
      return {
        kind: 'job',
        name: String(name),
        place: placeOfCall(job),
        definition: { options, run },
      }
    },
    endpoint: function endpoint(name: string, definition: unknown): Part {
      return { kind: 'endpoint', name: String(name), place: placeOfCall(endpoint), definition }
    },
    route: function route(name: string, definition: unknown): Part {
      return { kind: 'route', name: String(name), place: placeOfCall(route), definition }
    },
    module: function module(name: string, definition: unknown): Part {
      const place = placeOfCall(module)
      const { owner, parts } = recordOf(definition)
      return {
        kind: 'module',
        name: String(name),
        owner: typeof owner === 'string' ? owner : undefined,
        parts: partsOf(parts, place, mistakes),
        place,
      }
    },
  }
}
