import { expect, test } from 'vitest'
import sharing from '../../examples/sharing/blueprint.ts'
import { compile } from './compile.ts'

test('the sharing example compiles, to the same bytes each time', () => {
  const compiled = compile(sharing)
  expect(compiled.findings.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(compiled.ok).toBe(true)
  expect(JSON.stringify(compile(sharing))).toBe(JSON.stringify(compiled))
})

test('its own identities change nothing', () => {
  const compiled = compile(sharing)
  const again = compiled.ok ? compile(sharing, compiled.value.identities) : undefined
  expect(again).toEqual(compiled)
})

test('a field that could have been renamed stops the design', () => {
  const compiled = compile(sharing)
  const known = compiled.ok ? compiled.value.identities : {}
  const { 'share.title': title, ...others } = known
  const before = { ...others, 'share.headline': title ?? { id: 'f_1', name: 'headline' } }
  const stopped = compile(sharing, before)
  expect(stopped.ok).toBe(false)
  expect(stopped.findings.filter(({ severity }) => severity === 'error')).toMatchObject([
    { rule: 'rename-or-removal', place: { kind: 'blueprint', path: 'share.headline' } },
  ])
})
