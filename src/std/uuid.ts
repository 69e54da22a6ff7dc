const MAX_SEQUENCE = 0xf_ff
/** The upper bit of a fresh sequence stays 0, so that a millisecond has room for at least 2,048 ids. */
const FRESH_SEQUENCE = 0x7_ff

/** A UUID, in either case of letters. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether `text` has the canonical form of a UUID of any version. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/**
 * A UUID version 7: 48 bits of `milliseconds` since the epoch, 12 bits of `sequence`, 62 random bits.
 * `random` has 8 bytes. @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
export function uuidv7(milliseconds: number, sequence: number, random: Uint8Array): string {
  const time = hex(milliseconds, 12)
  let tail = ''
  for (const byte of random) tail += BYTES[byte] ?? ''
  const variant = hex(0x80 | ((random[0] ?? 0) & 0x3f), 2)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(sequence, 3)}-${variant}${tail.slice(2, 4)}-${tail.slice(4)}`
}

/**
 * Makes UUIDs version 7 that grow: also within one millisecond, and when the clock goes back.
 * `random` returns that many random bytes.
 */
export function uuidSource(now: () => Date, random: (bytes: number) => Uint8Array): () => string {
  let last = 0
  let sequence = 0
  const take = inPieces(random)
  return () => {
    const bytes = take(BYTES_OF_ONE)
    const time = now().getTime()
    if (time > last) {
      last = time
      sequence = (((bytes[8] ?? 0) << 8) | (bytes[9] ?? 0)) & FRESH_SEQUENCE
    } else if (sequence < MAX_SEQUENCE) {
      sequence += 1
    } else {
      last += 1
      sequence = 0
    }
    return uuidv7(last, sequence, bytes.subarray(0, 8))
  }
}

/** Asking for random bytes costs the same for many as for few. */
function inPieces(random: (bytes: number) => Uint8Array): (bytes: number) => Uint8Array {
  let store: Uint8Array = new Uint8Array()
  return (bytes) => {
    if (store.length < bytes) store = random(bytes * IDS_OF_STORE)
    const piece = store.subarray(0, bytes)
    store = store.subarray(bytes)
    return piece
  }
}

const BYTES_OF_ONE = 10
const IDS_OF_STORE = 256

/** Every byte as two hexadecimal digits. */
const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => hex(byte, 2))

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
