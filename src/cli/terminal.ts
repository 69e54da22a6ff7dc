/** Where text goes. Standard output is for results, standard error for everything else. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  /** Colours are wanted: a terminal, and NO_COLOR is not set. */
  readonly color: boolean
}
