import type { Predicate, Scalar, ScalarList } from '../../../sql/predicate.ts'

/** Equal keys, equal meaning: predicates and scalars are plain data made in one order of properties. */
export function keyOf(value: Predicate | Scalar | ScalarList): string {
  return JSON.stringify(value)
}

/** The scalar as it reads `levels` rows further in. */
export function outward(scalar: Scalar, levels: number): Scalar {
  switch (scalar.kind) {
    case 'literal':
    case 'actor':
      return scalar
    case 'column':
      return { ...scalar, up: scalar.up + levels }
    case 'lookup':
      return { ...scalar, key: outward(scalar.key, levels) }
  }
}

/** True where the scalar has a value. */
export function notNull(scalar: Scalar, type: string): Predicate {
  return { kind: 'compare', left: scalar, op: '<>', right: { kind: 'literal', value: null, type } }
}

/** Whether the scalar is null for an anonymous caller. */
export function needsActor(scalar: Scalar | ScalarList): boolean {
  switch (scalar.kind) {
    case 'actor':
      return true
    case 'lookup':
      return needsActor(scalar.key)
    case 'literal':
    case 'list':
    case 'column':
      return false
  }
}

/** Whether the comparison is `is null`. */
export function isNullTest(predicate: Predicate & { kind: 'compare' }): boolean {
  return predicate.op === '=' && isNull(predicate.right)
}

/** Whether the comparison is `is not null`. */
export function isNotNullTest(predicate: Predicate & { kind: 'compare' }): boolean {
  return predicate.op === '<>' && isNull(predicate.right)
}

function isNull(scalar: Scalar | ScalarList): boolean {
  return scalar.kind === 'literal' && scalar.value === null
}
