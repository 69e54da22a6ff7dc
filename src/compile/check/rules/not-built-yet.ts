import type { ResourceDefinition } from '../../blueprint/definition.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import type { Subject } from '../subject.ts'

/** Parts of the language that this version checks but does not execute. They are refused, never ignored. */
export const notBuiltYet: FindingRule = {
  id: 'not-built-yet',
  severity: 'error',
  summary: 'This version does not execute a part of the blueprint.',
  run: (subject) => [
    ...parts(subject),
    ...subject.definitions.flatMap(inDefinition),
    ...encrypted(subject),
    ...login(subject),
  ],
}

function refusal(what: string, place: Remark['place']): Remark {
  return {
    message: `${what}: this version of the product does not execute it`,
    help: 'Remove it for now; a backend that silently left it out would break its promise.',
    place,
  }
}

function parts({ parts }: Subject): readonly Remark[] {
  return parts.flatMap((part) =>
    part.kind === 'resource' || part.kind === 'module'
      ? []
      : [refusal(`The ${part.kind} ${part.name}`, part.place)],
  )
}

function inDefinition({
  name,
  place,
  actions,
  hooks,
  computed,
}: ResourceDefinition): readonly Remark[] {
  return [
    ...Object.entries(actions).map(([action, { place }]) =>
      refusal(`The action ${name}.${action}`, place),
    ),
    ...Object.keys(hooks).map((hook) =>
      refusal(`The hook ${name}.${hook}`, placeIn(place, 'hooks', hook)),
    ),
    ...Object.entries(computed).flatMap(([field, value]) => {
      if (value.kind === 'expr')
        return [refusal(`The computed field ${name}.${field} made by code`, value.place)]
      const isStored = 'stored' in value && value.stored === true
      return isStored ? [refusal(`The stored counter ${name}.${field}`, value.place)] : []
    }),
  ]
}

function encrypted({ blueprint }: Subject): readonly Remark[] {
  return blueprint.resources
    .flatMap(({ fields }) => fields)
    .filter((field) => field.encrypted !== undefined)
    .map((field) => refusal(`The encryption of ${field.place.path ?? field.name}`, field.place))
}

function login({ blueprint: { auth } }: Subject): readonly Remark[] {
  if (auth === undefined || auth.login.length === 0) return []
  return [
    {
      severity: 'info',
      message: `The login methods (${auth.login.map(({ method }) => method).join(', ')}) are recorded and not served by this version`,
      help: 'Use architect token during development, or tokens of your own issuer.',
      place: placeIn(auth.place, 'login', 'login'),
    },
  ]
}
