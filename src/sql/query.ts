/** SQL text with its parameters. The only thing a `Database` accepts; made only by the `sql` tag. */
export interface SqlQuery {
  readonly text: string
  readonly values: readonly unknown[]
  /** Stable name of the prepared statement; absent for texts that are sent once. */
  readonly name?: string
}
