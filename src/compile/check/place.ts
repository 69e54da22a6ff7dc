import type { SourcePlace } from '../../std/finding.ts'

/** A place inside what was said at `place`: `share.list.filter`, at the text `near`. */
export function placeIn(place: SourcePlace, member: string, near?: string): SourcePlace {
  const path = place.path === undefined ? member : `${place.path}.${member}`
  return near === undefined ? { ...place, path } : { ...place, path, near }
}
