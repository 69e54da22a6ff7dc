/** A text from outside as a value, or what it would have to be: `must be a number from 1 to 10`. */
export type Parsed<T> = { readonly value: T } | { readonly wrong: string }

/** Any text. */
export function text(given: string): Parsed<string> {
  return { value: given }
}

/** A whole number in decimal digits, both limits included. */
export function integer(least: number, most: number): (given: string) => Parsed<number> {
  return (given) => {
    const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN
    if (value >= least && value <= most) return { value }
    return { wrong: `must be a whole number from ${least} to ${most}` }
  }
}

/** One of a few words. */
export function oneOf<const T extends string>(
  ...words: readonly T[]
): (given: string) => Parsed<T> {
  return (given) => {
    const value = words.find((word) => word === given)
    return value === undefined ? { wrong: `must be one of ${words.join(', ')}` } : { value }
  }
}

/** Parts between commas, each of which must pass; nothing is an empty list. */
export function listOf(
  isPart: (part: string) => boolean,
  kind: string,
): (given: string) => Parsed<readonly string[]> {
  return (given) => {
    const value = given
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
    const bad = value.find((part) => !isPart(part))
    return bad === undefined
      ? { value }
      : { wrong: `holds "${bad}", and each part must be ${kind}` }
  }
}

/** A text of at least so many bytes of UTF-8. */
export function secretOf(leastBytes: number): (given: string) => Parsed<string> {
  return (given) => {
    const bytes = new TextEncoder().encode(given).length
    return bytes >= leastBytes
      ? { value: given }
      : { wrong: `must have at least ${leastBytes} bytes` }
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1024, mb: 1024 * 1024 }

/** `1048576`, `1024kb`, `1mb`: 1 to 1,073,741,824 bytes. */
export function bytes(given: string): Parsed<number> {
  const [, digits = '', unit = ''] = /^(\d{1,10})(b|kb|mb)?$/i.exec(given.trim()) ?? []
  const value = digits === '' ? 0 : Number(digits) * (UNITS[unit.toLowerCase()] ?? 0)
  if (value >= 1 && value <= 1024 ** 3) return { value }
  return { wrong: 'must be a number of bytes like 1048576, 1024kb or 1mb, at most 1024mb' }
}

/** A connection URL as libpq writes it. */
export function postgresUrl(given: string): Parsed<string> {
  if (/^postgres(ql)?:\/\//.test(given) && URL.canParse(given)) return { value: given }
  return { wrong: 'must be a URL like postgresql://user:password@host:5432/database' }
}

/** `*`, or a scheme, host and port without a path (RFC 6454). */
export function isOrigin(part: string): boolean {
  return part === '*' || (URL.canParse(part) && new URL(part).origin === part)
}

/** An IPv4 or IPv6 address, with or without the length of its network. */
export function isNetwork(part: string): boolean {
  const [address = '', prefix, ...rest] = part.split('/')
  const bits = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1
  if (bits < 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
}

function isIpv4(address: string): boolean {
  return (
    /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && address.split('.').every((n) => Number(n) <= 255)
  )
}

function isIpv6(address: string): boolean {
  return address.includes(':') && URL.canParse(`http://[${address}]/`)
}
