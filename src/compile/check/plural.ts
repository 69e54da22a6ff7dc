/** The regular English plural of a camelCase word: `collectionItem` becomes `collectionItems`. Irregular ones say `plural`. */
export function pluralOf(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`
  if (/(?:s|x|z|ch|sh)$/.test(name)) return `${name}es`
  return `${name}s`
}
