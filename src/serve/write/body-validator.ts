import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { ApiVersion, Design, ResourceDesign } from '../../compile/design.ts'
import { FORMATS } from '../../compile/formats.ts'
import { createSchema, KEYWORDS, patchSchema, unwritableFields } from '../../compile/json-schema.ts'
import type { Fault } from '../../std/error.ts'
import { type BodyNames, bodyFaults, valueFaults } from './body-faults.ts'
import { remembered } from './context.ts'

/** Says everything that is wrong with a body, in the names of its version. */
export type BodyValidator = (body: unknown) => readonly Fault[]

/** What the body of a create or of a merge patch must be: compiled once per version, resource and operation. */
export function bodyValidator(
  resource: ResourceDesign,
  version: ApiVersion,
  operation: 'create' | 'update',
): BodyValidator {
  const known = remembered(VALIDATORS, resource, () => new Map<string, BodyValidator>())
  const key = `${operation} ${version.name}`
  const validator = known.get(key) ?? compileValidator(resource, version, operation)
  known.set(key, validator)
  return validator
}

/** Compiles every validator of a design, so that no request waits for one. */
export function compileBodies({ resources, versions }: Design): void {
  for (const version of versions) {
    for (const resource of resources) {
      for (const operation of ['create', 'update'] as const) {
        if (resource.operations.includes(operation)) bodyValidator(resource, version, operation)
      }
    }
  }
}

const VALIDATORS = new WeakMap<ResourceDesign, Map<string, BodyValidator>>()

function compileValidator(
  resource: ResourceDesign,
  version: ApiVersion,
  operation: 'create' | 'update',
): BodyValidator {
  const schema =
    operation === 'create' ? createSchema(resource, version) : patchSchema(resource, version)
  const validate = AJV.compile(schema)
  const names: BodyNames = {
    allowed: Object.keys(schema.properties ?? {}),
    unwritable: unwritableFields(resource, operation, version),
  }
  return (body) => faultsOf(validate, body, names)
}

function faultsOf(validate: ValidateFunction, body: unknown, names: BodyNames): readonly Fault[] {
  const faults = validate(body) ? [] : bodyFaults(validate.errors ?? [], names)
  return [...faults, ...valueFaults(body)]
}

/** Nothing is converted, removed or filled in. `verbose`: errors carry the value, which tells null from a wrong type. */
const AJV = createAjv()

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    formats: { ...FORMATS },
  })
  for (const { keyword, schemaType, validate } of KEYWORDS) {
    ajv.addKeyword({ keyword, schemaType, validate, errors: false })
  }
  return ajv
}
