import { schema, text } from '../../blueprint/blueprint.ts'
import type { Blueprint } from '../../blueprint/definition.ts'
import { backend, ruleTables } from '../finding-rule.contract.ts'
import { malformedBlueprint } from './malformed-blueprint.ts'

/** A blueprint as plain JavaScript could write it. */
function untyped(resources: object, parts: (s: Untyped) => unknown[] = () => []): Blueprint {
  const s: Untyped = Reflect.apply(schema, undefined, [{ identity: 'user', resources }])
  return s.backend({ name: 'untyped', parts: parts(s) })
}

interface Untyped {
  readonly resource: { readonly note: (define: unknown) => unknown }
  backend(definition: unknown): Blueprint
}

interface Words {
  readonly row: { readonly title: { is(value: unknown): unknown } }
  any(...terms: unknown[]): unknown
  readable(row: unknown): unknown
}

const note = { note: { title: text() } }
const defined = (definition: (words: Words) => unknown): Blueprint =>
  untyped(note, (s) => [s.resource.note(definition)])
const scale = { rows: 1 }

ruleTables(malformedBlueprint, {
  silentOn: { 'parts that are parts': backend() },
  reports: {
    'a field that is none': [untyped({ note: { title: 'text' } }), 'note.title is no field'],
    'a bound that has no meaning': [
      untyped({ note: { title: Reflect.apply(text().pattern, undefined, [/x/]) } }),
      '.pattern() takes the text',
    ],
    'a part that is none': [
      untyped(note, () => [undefined, 'note']),
      'no part of a backend',
      'no part of a backend',
    ],
    'a definition that returns nothing': [defined(() => undefined), 'is no object'],
    'a property that does not exist': [defined(() => ({ scale, alow: {} })), 'no property alow'],
    'a rule that is none': [
      defined(() => ({ scale, allow: { read: true } })),
      'no rule stands where a rule belongs',
    ],
    'a term that is none': [
      defined(({ any }) => ({ scale, allow: { read: any(undefined) } })),
      'no rule stands where a rule belongs',
    ],
    'a comparison with something that has no value': [
      defined(({ row }) => ({ scale, allow: { read: row.title.is(Symbol('x')) } })),
      'no value, field or actor',
    ],
    'readable of nothing': [
      defined(({ readable }) => ({ scale, allow: { read: readable('share') } })),
      'no reference of a row',
    ],
    'a computed field that is none': [
      defined(() => ({ scale, computed: { likes: 5 } })),
      'likes is no count',
    ],
  },
})
