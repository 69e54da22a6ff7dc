import type { FindingRule, Remark } from '../finding-rule.ts'
import type { Subject } from '../subject.ts'
import { nodesOf, targetOf } from '../walk.ts'

/** Read rules that refer to each other in a circle: none of them says who may. */
export const readableCycle: FindingRule = {
  id: 'readable-cycle',
  severity: 'error',
  summary: 'Read rules refer to each other in a circle.',
  run: (subject) => {
    const edges = edgesOf(subject)
    return edges
      .filter(({ from, to }) => reaches(edges, to, from))
      .map(({ from, to, place }) => ({
        message: `Whether a ${from} may be read depends on a ${to}, which depends on the ${from} again`,
        help: 'Say in one of them who may, without readable(...).',
        place,
      }))
  },
}

interface Edge {
  readonly from: string
  readonly to: string
  readonly place: Remark['place']
}

function edgesOf(subject: Subject): readonly Edge[] {
  return subject.rules
    .filter(({ use }) => use === 'read')
    .flatMap((stated) =>
      nodesOf(stated).flatMap(({ node, rows }) => {
        if (node.kind !== 'readable') return []
        const target = targetOf(subject, rows, node.path)
        return target.kind === 'row'
          ? [{ from: stated.resource, to: target.resource, place: node.place }]
          : []
      }),
    )
}

function reaches(edges: readonly Edge[], from: string, goal: string): boolean {
  const seen = new Set([from])
  for (const at of seen) for (const edge of edges) if (edge.from === at) seen.add(edge.to)
  return seen.has(goal)
}
