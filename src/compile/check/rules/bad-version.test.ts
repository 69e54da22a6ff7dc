import type { VersionDefinition } from '../../blueprint/definition.ts'
import { backend, ruleTables } from '../finding-rule.contract.ts'
import { badVersion } from './bad-version.ts'

const v2: VersionDefinition = { name: 'v2', resources: {}, place: backend().place }

function versions(
  v1: Partial<VersionDefinition>,
  last: VersionDefinition = v2,
): ReturnType<typeof backend> {
  return { ...backend(), versions: [{ ...v2, name: 'v1', ...v1 }, last] }
}

ruleTables(badVersion, {
  silentOn: {
    'a renamed field and one left out': versions({
      deprecation: '2027-01-01',
      sunset: '2027-07-01',
      resources: { project: { renamed: { label: 'name' }, without: ['owner'] } },
    }),
    'a swap of two names': versions({
      resources: { project: { renamed: { name: 'owner', owner: 'name' } } },
    }),
  },
  reports: {
    'a name that is none': [versions({ name: 'beta' }), 'beta is no name of a version'],
    'the same version twice': [versions({ name: 'v2' }), 'v2 is there twice'],
    'a day that the calendar lacks': [versions({ sunset: '2027-02-30' }), '2027-02-30 is no date'],
    'an end before the deprecation': [
      versions({ deprecation: '2027-07-01', sunset: '2027-01-01' }),
      'ends (2027-01-01) before',
    ],
    'a resource that is not there': [
      versions({ resources: { projct: {} } }),
      'did you mean project?',
    ],
    'fields that are not there': [
      versions({ resources: { project: { renamed: { label: 'nam' }, without: ['x'] } } }),
      'no field nam, did you mean name?',
      'no field x',
    ],
    'two fields of one name': [
      versions({ resources: { project: { renamed: { owner: 'name' } } } }),
      'two fields called owner',
    ],
    'differences in the last version': [
      versions({}, { ...v2, resources: { project: { without: ['name'] } } }),
      'last version',
    ],
  },
})
