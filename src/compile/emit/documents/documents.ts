import type { Design } from '../../design.ts'
import type { Artifact } from './artifact.ts'
import { describeDesign } from './document.ts'
import { designMarkdown } from './markdown.ts'
import { designPage } from './page.ts'

/** The design for people and programs: `design.md`, `design.html` and `design.json`. */
export function designDocuments(design: Design): readonly Artifact[] {
  const document = describeDesign(design)
  return [
    { path: 'design.md', content: designMarkdown(document) },
    { path: 'design.html', content: designPage(document) },
    { path: 'design.json', content: `${JSON.stringify(document, null, 2)}\n` },
  ]
}
