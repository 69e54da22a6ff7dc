import { z } from 'zod'
import { schema, text } from '../../blueprint/blueprint.ts'
import type { Blueprint, Part } from '../../blueprint/definition.ts'
import { backend, ruleTables } from '../finding-rule.contract.ts'
import { silentEvent } from './silent-event.ts'

const s = schema({
  identity: 'user',
  resources: { user: { name: text() } },
  events: { 'user.renamed': z.object({ name: z.string() }) },
})
const heard = s.on('user.renamed', {}, async () => undefined)
const emitted = s.job('rename', {}, async ({ emit }) => emit('user.renamed', { name: 'ada' }))

function withParts(...parts: readonly Part[]): Blueprint {
  return {
    ...s.backend({
      name: 'events',
      parts,
      auth: { login: [], signUp: 'open', sessions: 'both', mfa: 'optional', origins: [] },
    }),
  }
}

ruleTables(silentEvent, {
  silentOn: { 'an event that is emitted and heard': withParts(heard, emitted) },
  reports: {
    'an event that nobody emits': [withParts(heard), 'Nobody emits user.renamed'],
    'an event that nobody hears': [withParts(emitted), 'Nobody hears user.renamed'],
    'a handler of an event that does not exist': [
      { ...backend(), parts: [heard] },
      'no event of the schema',
    ],
  },
})
