/** A file made from a design. Same design, same bytes. */
export interface Artifact {
  /** Relative, with forward slashes. */
  readonly path: string
  /** Ends with a line feed. */
  readonly content: string
}
