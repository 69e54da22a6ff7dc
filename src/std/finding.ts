export type Severity = 'error' | 'warning' | 'info'

/** Where a finding points: a place in the author's file, a line of SQL, an object of a live database, or a setting. */
export type Place =
  | { readonly kind: 'blueprint'; readonly path: string }
  | SourcePlace
  | { readonly kind: 'database'; readonly object: string }
  /** An environment variable or a flag. */
  | { readonly kind: 'setting'; readonly name: string }

/** A place in the author's file. `near` is a text to look for from there on: a name inside an object literal has no place of its own. */
export interface SourcePlace {
  readonly kind: 'file'
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based. */
  readonly column: number
  /** What is meant, as a path in the blueprint: `share.list.filter`. */
  readonly path?: string
  /** The literal at fault. `commands` moves the place to its first occurrence after `line`. */
  readonly near?: string
}

/** A replacement that removes the finding. Applying it must leave the same rule silent. */
export interface Fix {
  readonly title: string
  readonly patch: string
}

/**
 * One thing a human should know, from `check`, `review`, `optimize` or `verify`.
 * One shape for all four, so the CLI, MCP, console and CI print them alike.
 */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly place: Place
  readonly evidence?: Readonly<Record<string, string | number>>
  readonly help?: string
  readonly fix?: Fix
}
