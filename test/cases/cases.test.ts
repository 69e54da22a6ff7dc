import { expect, test } from 'vitest'
import type { Blueprint } from '../../src/compile/blueprint/definition.ts'
import { compile } from '../../src/compile/compile.ts'
import type { Design } from '../../src/compile/design.ts'
import { designDocuments } from '../../src/compile/emit/documents/documents.ts'
import { openapi } from '../../src/compile/emit/openapi/openapi.ts'
import { schemaSql } from '../../src/compile/emit/sql/schema-sql.ts'
import { CASES } from './cases.ts'

/** What compiles; the findings where it does not. */
function designOf(blueprint: Blueprint): Design {
  const checked = compile(blueprint)
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings, null, 2))
  return checked.value
}

const markdownOf = (design: Design): string =>
  designDocuments(design).find(({ path }) => path === 'design.md')?.content ?? ''

const ARTIFACTS = [
  { file: 'schema.sql', make: schemaSql },
  {
    file: 'openapi.json',
    make: (design: Design) => `${JSON.stringify(openapi(design), null, 2)}\n`,
  },
  { file: 'design.md', make: markdownOf },
]

const TABLE = CASES.flatMap((one) => ARTIFACTS.map((artifact) => ({ ...one, ...artifact })))

// After a wanted change: `vitest run test/cases -u`, and read the difference.
test.each(TABLE)('$name: $file is what was reviewed', async ({ name, blueprint, file, make }) => {
  await expect(make(designOf(blueprint))).toMatchFileSnapshot(`${name}/${file}`)
})

test.each(CASES)('$name: same blueprint, same bytes', ({ blueprint }) => {
  const made = () => ARTIFACTS.map(({ make }) => make(designOf(blueprint)))
  expect(made()).toEqual(made())
})
