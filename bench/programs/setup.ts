/** What a program of the benchmark is told when it starts: one JSON argument. */
export interface Setup {
  readonly port: number
  readonly databaseUrl: string
  /** Public JSON Web Key Set. */
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] }
  readonly issuer: string
  readonly audience: string
  /** Connections that the program may open. */
  readonly poolSize: number
}

/** The setup in the arguments of this process. */
export function readSetup(): Setup {
  const [, , text] = process.argv
  if (text === undefined) throw new Error('The setup is missing: one JSON argument')
  return JSON.parse(text)
}
