import type { Running } from './process.ts'

/** A demo that serves. */
export interface Demo {
  readonly url: string
  readonly dataDir: string | undefined
  /** By handle. */
  readonly tokens: Readonly<Record<string, string>>
}

/** Waits until a demo has printed its last line, and reads what it told. */
export async function demoOf(process: Running, from = 0): Promise<Demo> {
  const [welcome] = await process.says(/API +http[\s\S]*Ctrl-C stops/, from)
  const url = /API +(http:\S+)\/v1\/shares/.exec(welcome)?.[1] ?? ''
  const tokens = [...welcome.matchAll(/^(\w+), (?:a|another) \w+:\n {2}(\S+)$/gm)]
  return {
    url,
    dataDir: /Embedded PostgreSQL, data in (\S+)/.exec(process.said().slice(from))?.[1],
    tokens: Object.fromEntries(tokens.map(([, who = '', token = '']) => [who, token])),
  }
}

/** What a server answered. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** One request, as the bearer of a token; a body is sent as JSON. */
export async function call(
  url: string,
  options: {
    readonly token?: string | undefined
    readonly method?: string
    readonly body?: unknown
  } = {},
): Promise<Answer> {
  const { token, body } = options
  const response = await fetch(url, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  }
}
