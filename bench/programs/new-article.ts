import type { NewArticle } from './articles.ts'

const MEMBERS = ['title', 'body', 'status']

/** Checks a body by hand, as strictly as the product does: types, lengths, nothing unknown. */
export function isNewArticle(value: unknown): value is NewArticle {
  if (typeof value !== 'object' || value === null) return false
  if (!('title' in value && 'body' in value)) return false
  if (Object.keys(value).some((name) => !MEMBERS.includes(name))) return false
  const status = 'status' in value ? value.status : undefined
  return (
    isText(value.title, 200) &&
    isText(value.body, 5000) &&
    (status === 'draft' || status === 'published')
  )
}

function isText(value: unknown, maxLength: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength
}
