import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import type { Subject } from '../subject.ts'
import { didYouMean } from '../suggest.ts'

/** A tenancy in which some rows belong to no tenant. */
export const badTenancy: FindingRule = {
  id: 'bad-tenancy',
  severity: 'error',
  summary: 'Rows would belong to no tenant.',
  run: (subject) => {
    const { tenancy, place } = subject.blueprint
    if (tenancy === undefined) return []
    const names = [tenancy.by, ...(tenancy.except ?? [])]
    const unknown = names.filter((name) => !subject.resources.has(name))
    if (unknown.length > 0)
      return unknown.map((name) => unknownName(name, placeIn(place, 'tenancy', name), subject))
    return tenantless(subject, tenancy)
  },
}

function unknownName(name: string, place: Remark['place'], { resources }: Subject): Remark {
  const known = [...resources.keys()]
  return {
    message: `tenancy names ${name}, which is no resource${didYouMean(name, known)}`,
    help: `Name one of: ${known.join(', ')}.`,
    place,
  }
}

function tenantless(
  { resources }: Subject,
  tenancy: { readonly by: string; readonly except?: readonly string[] },
): readonly Remark[] {
  const { by, except = [] } = tenancy
  return [...resources.values()]
    .filter(({ name }) => name !== by && !except.includes(name))
    .flatMap(({ name, byName, place }) => {
      const field = byName.get(by)
      if (field?.type.kind === 'reference' && field.type.to === by && !field.optional) return []
      return [
        {
          message: `Rows of ${name} would belong to no ${by}: they could be read across tenants`,
          help: `Give ${name} a required field ${by}: ref('${by}').serverOnly(), or name it in tenancy.except.`,
          place: field?.place ?? place,
        },
      ]
    })
}
