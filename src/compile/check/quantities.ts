const SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['min', 60],
  ['hour', 3600],
  ['day', 86_400],
  ['month', 2_592_000],
  ['year', 31_536_000],
])

const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

/** `30/min` as a count and a window in seconds; undefined where it is no rate above zero. */
export function rateOf(
  text: string,
): { readonly count: number; readonly windowSeconds: number } | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\/([a-z]+)$/.exec(text) ?? []
  const windowSeconds = SECONDS.get(unit ?? '')
  if (count === undefined || windowSeconds === undefined || Number(count) <= 0) return undefined
  return { count: Number(count), windowSeconds }
}

/** `2000/s` as events a second; undefined where it is no rate. */
export function perSecondOf(text: string): number | undefined {
  const rate = rateOf(text)
  return rate === undefined ? undefined : rate.count / rate.windowSeconds
}

/** `100ms`, `30s`, `5m` in milliseconds; undefined where it is no duration above zero. */
export function durationMsOf(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  const factor = MILLISECONDS.get(unit ?? '')
  if (count === undefined || factor === undefined || Number(count) <= 0) return undefined
  return Number(count) * factor
}
