import type { FindingRule } from '../finding-rule.ts'
import { placeIn } from '../place.ts'

/** From here on every write maintains more indexes than most reads gain from. */
const MANY_FILTERS = 5

/** A list with so many filters and orders that its indexes cost more than they give. */
export const costlyList: FindingRule = {
  id: 'costly-list',
  severity: 'warning',
  summary: 'A list allows so many questions that indexes cannot serve all of them.',
  run: ({ definitions }) =>
    definitions.flatMap(({ name, list, place }) => {
      if (list.filter.length <= MANY_FILTERS) return []
      const orders = Math.max(list.sort.length, 1)
      const questions = 2 ** list.filter.length * orders
      return [
        {
          message: `The list of ${name} allows ${questions} different questions: each create maintains their indexes, and rare combinations are filtered row by row`,
          help: `Keep the filters that people use, at most ${MANY_FILTERS}, or search instead.`,
          place: placeIn(place, 'list.filter', list.filter[0]),
          evidence: { filters: list.filter.length, orders, questions },
        },
      ]
    }),
}
