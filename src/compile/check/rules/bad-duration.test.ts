import { backend, ruleTables, withProject } from '../finding-rule.contract.ts'
import { badDuration } from './bad-duration.ts'

const { place } = backend()

ruleTables(badDuration, {
  silentOn: {
    'a readable cache and targets': {
      ...withProject({ cache: { ttl: '30s' } }),
      targets: { read: { p99: '100ms' }, query: { max: '50ms' }, traffic: '3000/s', place },
    },
  },
  reports: {
    'a cache without a unit': [withProject({ cache: { ttl: '30' } }), '30 is no length of time'],
    'targets in words': [
      {
        ...backend(),
        targets: { read: { p99: 'fast' }, query: { max: '0ms' }, traffic: 'lots', place },
      },
      'fast',
      '0ms',
      'lots',
    ],
  },
})
