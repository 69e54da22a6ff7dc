import type { SourcePlace } from '../../std/finding.ts'

type Builder = (...given: never[]) => unknown

/** Where a builder was called from when the engine cannot say. */
const UNKNOWN: SourcePlace = { kind: 'file', file: 'blueprint', line: 1, column: 1 }

/**
 * The line and column at which the author called `builder`; our own frames are skipped because the trace
 * starts above it, and only one frame is collected, so a call costs microseconds.
 * @see https://v8.dev/docs/stack-trace-api
 */
export function placeOfCall(builder: Builder): SourcePlace {
  const { prepareStackTrace, stackTraceLimit } = Error
  let place = UNKNOWN
  try {
    Error.stackTraceLimit = 1
    Error.prepareStackTrace = (_error, sites) => {
      const [site] = sites
      if (site !== undefined) place = placeOfSite(site)
      return ''
    }
    const holder: { stack?: unknown } = {}
    Error.captureStackTrace(holder, builder)
    // Reading it is what makes V8 format the trace.
    void holder.stack
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
    else Error.prepareStackTrace = prepareStackTrace
  }
  return place
}

function placeOfSite(site: NodeJS.CallSite): SourcePlace {
  const name = site.getFileName()
  if (typeof name !== 'string') return UNKNOWN
  return {
    kind: 'file',
    file: pathOf(name),
    line: site.getLineNumber() ?? 1,
    column: site.getColumnNumber() ?? 1,
  }
}

/** A file URL as a path. The query that a reload adds to a module's name is dropped. */
function pathOf(name: string): string {
  if (!name.startsWith('file:')) return name
  const path = decodeURIComponent(new URL(name).pathname)
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path
}

/** The same place, for a part of what was written there: `share.list.filter`, at the text `autor`. */
export function within(place: SourcePlace, path: string, near?: string): SourcePlace {
  return near === undefined ? { ...place, path } : { ...place, path, near }
}
