import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { ArchitectError } from '../../std/error.ts'

/** Ids of requests, unique over instances: a random start, then a counter. */
export function requestIds(): () => string {
  const start = randomBytes(9).toString('base64url')
  let count = 0
  return () => {
    count += 1
    return `${start}-${count.toString(36)}`
  }
}

/**
 * Tells the address of a client. Behind trusted proxies `X-Forwarded-For` is read from the right, up to the first address
 * that is not one of them; from anybody else it is ignored.
 * @throws {ArchitectError} ARC511 when an entry is neither an address nor a CIDR range.
 */
export function createAddressReader(
  trustedProxies: readonly string[],
): (raw: IncomingMessage) => string {
  if (trustedProxies.length === 0) return (raw) => plain(raw.socket.remoteAddress)
  const trusted = new BlockList()
  for (const entry of trustedProxies) addProxy(trusted, entry)
  const isTrusted = (address: string): boolean =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  return (raw) => {
    const peer = plain(raw.socket.remoteAddress)
    const sent = raw.headers['x-forwarded-for']
    if (!isTrusted(peer) || typeof sent !== 'string') return peer
    const hops = sent.split(',').map((hop) => plain(hop.trim()))
    const client = hops.findLast((hop) => !isTrusted(hop)) ?? hops[0]
    return client !== undefined && isIP(client) !== 0 ? client : peer
  }
}

function addProxy(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/')
  const version = isIP(address)
  const bits = prefix === undefined ? (version === 6 ? 128 : 32) : Number(prefix)
  if (version === 0 || !Number.isInteger(bits) || bits < 0 || bits > (version === 6 ? 128 : 32)) {
    throw new ArchitectError('ARC511', `"${entry}" is no address and no CIDR range of a proxy.`)
  }
  list.addSubnet(address, bits, version === 6 ? 'ipv6' : 'ipv4')
}

/** An IPv4 client of a socket that listens on IPv6 is still an IPv4 client. */
function plain(address: string | undefined): string {
  return address?.replace(/^::ffff:(?=\d+\.)/, '') ?? 'unknown'
}
