/** A piece of an OpenAPI document: plain JSON. */
export type Part = Readonly<Record<string, unknown>>

/** A reference into the components. */
export function ref(kind: 'schemas' | 'responses' | 'parameters' | 'headers', name: string): Part {
  return { $ref: `#/components/${kind}/${name}` }
}

/** `share` as `Share`. */
export function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** `collectionItems` as `collection items`. */
export function spoken(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
}

/** `a share`, `an item`. */
export function withArticle(name: string): string {
  return `${/^[aeio]/.test(name) ? 'an' : 'a'} ${spoken(name)}`
}
