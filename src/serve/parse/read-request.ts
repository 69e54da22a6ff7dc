import { ArchitectError } from '../../std/error.ts'
import type { ReadRequest, Selection } from '../request.ts'
import type { Asking } from './asking.ts'
import { unknownName } from './faults.ts'
import { type Parameters, parseQueryString } from './query-string.ts'
import { defaultSelection, parseSelection, selectionNames } from './select.ts'
import { isUuid } from './value.ts'

/**
 * `GET /v1/shares/{id}?fields=…&include=…`.
 * @throws {ArchitectError} ARC301 for an id that no row can have, ARC101 for wrong parameters.
 */
export function parseRead(id: string, query: string, asking: Asking): ReadRequest {
  if (!isUuid(id)) throw missingRow()
  const select = parseSelected(query, asking)
  return { operation: 'read', resource: asking.resource, id: id.toLowerCase(), select }
}

/**
 * The parameters that every answer with rows of a body understands; others than `allowed` are refused.
 * @throws {ArchitectError} ARC101 for wrong parameters.
 */
export function parseSelected(
  query: string,
  asking: Asking,
  allowed: readonly string[] = selectionNames(asking),
): Selection {
  if (query === '') return defaultSelection(asking)
  const parameters = parseQueryString(query, asking.faults)
  refuseUnknown(parameters, allowed, asking)
  const select = parseSelection(parameters, asking)
  asking.faults.refuse()
  return select
}

/** Adds a fault for each parameter that is not allowed. */
export function refuseUnknown(
  parameters: Parameters,
  allowed: readonly string[],
  { faults }: Asking,
): void {
  for (const name of parameters.keys()) {
    if (!allowed.includes(name)) faults.add(name, 'unknown', unknownName(name, allowed))
  }
}

/** What is said of a row that does not exist, or that the actor may not read. */
export function missingRow(): ArchitectError {
  return new ArchitectError('ARC301', 'There is no such row, or you may not read it.')
}
