import type { TargetsDefinition } from '../../blueprint/definition.ts'
import { backend, ruleTables, withProject } from '../finding-rule.contract.ts'
import { unreachableTarget } from './unreachable-target.ts'

const sound = backend()
const { place } = sound

function promising(targets: Omit<TargetsDefinition, 'place'>): typeof sound {
  return { ...sound, targets: { ...targets, place } }
}

ruleTables(unreachableTarget, {
  silentOn: {
    'promises that hold': promising({
      read: { p99: '100ms' },
      query: { max: '50ms' },
      availability: 0.999,
      traffic: '10/s',
    }),
  },
  reports: {
    'five nines on one primary': [promising({ availability: 0.999_99 }), 'allows 26 s a month'],
    'more than always': [promising({ availability: 1 }), 'is no share of requests'],
    'reads faster than a round trip': [
      promising({ read: { p99: '1ms' } }),
      'Reads within 1 ms are not possible',
    ],
    'a query slower than the read that waits for it': [
      promising({ read: { p99: '100ms' }, query: { max: '200ms' } }),
      'A query may take 200 ms',
    ],
    'more declared than promised': [
      {
        ...promising({ traffic: '10/s' }),
        parts: withProject({ scale: { rows: 1, reads: '20/s' } }).parts,
      },
      'declare 20 requests a second',
    ],
    'more writes than one primary takes': [
      withProject({ scale: { rows: 1, writes: '50000/s' } }),
      'declare 50000 writes a second',
    ],
  },
})
