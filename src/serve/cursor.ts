import { timingSafeEqual } from 'node:crypto'
import { hmacSha256 } from './hmac.ts'

/** Makes cursors that only this backend could have made, and only for the same question of the same actor. */
export interface Cursors {
  /** The sort values of a row as a cursor. `question` is what the cursor is bound to. */
  seal(values: readonly (string | null)[], question: string): string
  /** The values again; undefined for what was altered, made by somebody else or for another question. */
  open(cursor: string, question: string): readonly (string | null)[] | undefined
}

/** 128 bits: nobody guesses one, and a cursor stays short. */
const MAC_BYTES = 16
/** Longer ones are not ours: sort values are bounded by their fields. */
const MOST_CHARACTERS = 4096

/**
 * Cursors signed with HMAC-SHA-256. All instances of a backend need the same secret.
 * @see https://www.rfc-editor.org/rfc/rfc2104
 */
export function createCursors(secret: Buffer): Cursors {
  const mac = hmacSha256(secret)
  const macOf = (payload: string, question: string): Buffer =>
    mac(Buffer.from(`${payload.length}:${payload}${question}`)).subarray(0, MAC_BYTES)
  return {
    seal: (values, question) => {
      const payload = JSON.stringify(values)
      return Buffer.concat([macOf(payload, question), Buffer.from(payload)]).toString('base64url')
    },
    open: (cursor, question) => {
      if (cursor.length > MOST_CHARACTERS) return undefined
      const bytes = Buffer.from(cursor, 'base64url')
      if (bytes.length <= MAC_BYTES || bytes.toString('base64url') !== cursor) return undefined
      const payload = bytes.subarray(MAC_BYTES).toString()
      const genuine = timingSafeEqual(bytes.subarray(0, MAC_BYTES), macOf(payload, question))
      return genuine ? valuesOf(JSON.parse(payload)) : undefined
    },
  }
}

function valuesOf(parsed: unknown): readonly (string | null)[] | undefined {
  if (!Array.isArray(parsed)) return undefined
  return parsed.map((value) => (value === null ? null : String(value)))
}
