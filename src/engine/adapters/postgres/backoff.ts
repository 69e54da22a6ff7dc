const BASE_MS = 50
/** A database that comes back is noticed within two seconds. */
const MAX_MS = 2000

/**
 * Milliseconds before attempt `n` (1-based): full jitter, at most 2,000.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(n: number, random: () => number): number {
  return random() * Math.min(MAX_MS, BASE_MS * 2 ** (n - 1))
}
