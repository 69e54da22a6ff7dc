import { expect, test } from 'vitest'
import { lifecycleOf } from './lifecycle.ts'

const today = {
  name: 'v2',
  deprecation: undefined,
  sunset: undefined,
  successor: undefined,
  resources: {},
}

test('the version of today says nothing about its age', () => {
  expect(lifecycleOf(today, '<x>; rel="next"')).toEqual({})
})

test('an old version says since when, until when, and what comes after it', () => {
  const old = { ...today, deprecation: '2026-01-01', sunset: '2027-01-01', successor: 'v2' }
  expect(lifecycleOf(old, '<x>; rel="next"')).toEqual({
    deprecation: '@1767225600',
    sunset: 'Fri, 01 Jan 2027 00:00:00 GMT',
    link: '<x>; rel="next", </v2>; rel="successor-version"',
  })
})
