const FNV_OFFSET = 0xcbf29ce484222325n
const FNV_PRIME = 0x100000001b3n

/**
 * A 64-bit FNV-1a hash of the UTF-8 bytes of `text`, in base 36: names things, protects nothing.
 * @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
export function shortHash(text: string): string {
  let hash = FNV_OFFSET
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME)
  }
  return hash.toString(36).padStart(13, '0')
}
