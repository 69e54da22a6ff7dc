/** Decorators as the TypeScript compiler applies them, which Node's type stripping does not. */

/** Of a class. */
export function decorateClass(target, ...decorators) {
  for (const decorator of decorators.reverse()) decorator(target)
}

/** Of a method; `parameters` are the decorators of its parameters in order. */
export function decorateMethod(target, name, { method, parameters }) {
  for (const [index, decorator] of parameters.entries()) decorator(target.prototype, name, index)
  const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name)
  for (const decorator of method.toReversed()) decorator(target.prototype, name, descriptor)
}
