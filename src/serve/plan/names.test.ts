import { expect, test } from 'vitest'
import { sharing } from '../../../test/sharing-model.ts'
import { derive } from '../../compile/derive/derive.ts'
import { namesOf } from './names.ts'

const { resources } = derive(sharing, {})
const version = { name: 'v1', deprecation: undefined, sunset: undefined, successor: undefined }
const names = namesOf(
  {
    ...version,
    resources: {
      share: { renamed: { link: 'url' }, without: ['note', 'likes'], absent: false },
      like: { renamed: {}, without: [], absent: true },
    },
  },
  resources,
)

test('an old version calls a field by its old name, and no more by the new one', () => {
  const share = names.get('share')
  expect(share?.today.get('link')).toBe('url')
  expect(share?.today.has('url')).toBe(false)
  expect(share?.said.get('url')).toBe('link')
})

test('what a version does not have has no name in it', () => {
  const share = names.get('share')
  expect(share?.fields.map(({ name }) => name)).not.toContain('note')
  expect(share?.today.has('note')).toBe(false)
  expect(share?.today.has('likes')).toBe(false)
  expect(names.has('like')).toBe(false)
})

test('everything else has the name of today', () => {
  expect(names.get('user')?.today.get('handle')).toBe('handle')
  expect(names.get('share')?.today.get('likedByMe')).toBe('likedByMe')
})
