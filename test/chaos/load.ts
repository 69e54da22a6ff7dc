import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Backend } from './backend.ts'

/** Between two attempts: shorter than `Retry-After` asks, so that an outage gets many of them. */
const AGAIN_MS = 50
const WORKERS = 8

/** What one attempt came to; `status` 0 is a connection that broke. */
export interface Attempt {
  readonly status: number
  readonly code: string | undefined
  readonly retryAfter: string | null
  readonly durationMs: number
}

/** Clients that create rows and try again under the same Idempotency-Key until they are told that it is done. */
export interface Load {
  readonly attempts: readonly Attempt[]
  /** Ids of the rows that were acknowledged, by their title. */
  readonly acknowledged: ReadonlyMap<string, string>
  /** Each client finishes what it began; resolves when all have. */
  finish(): Promise<void>
}

/** Begins at once. `body` is the text of each row. */
export function startLoad(backend: Backend, body = 'text'): Load {
  const attempts: Attempt[] = []
  const acknowledged = new Map<string, string>()
  let finishing = false

  async function createOne(title: string): Promise<void> {
    for (;;) {
      const { attempt, id } = await attemptCreate(backend, { title, body })
      attempts.push(attempt)
      if (id !== undefined) {
        acknowledged.set(title, id)
        return
      }
      await pause(AGAIN_MS)
    }
  }
  async function work(): Promise<void> {
    while (!finishing) await createOne(randomUUID())
  }
  const working = Promise.all(Array.from({ length: WORKERS }, work))
  return {
    attempts,
    acknowledged,
    finish: async () => {
      finishing = true
      await working
    },
  }
}

interface Created {
  readonly attempt: Attempt
  readonly id: string | undefined
}

/** One `POST`, its title its key. */
export async function attemptCreate(
  { url, token }: Backend,
  item: { readonly title: string; readonly body: string },
): Promise<Created> {
  const startedAt = performance.now()
  const since = (): number => performance.now() - startedAt
  try {
    const response = await fetch(`${url}/v1/notes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': item.title,
      },
      body: JSON.stringify(item),
    })
    // Either the row or a problem.
    const { id, code } = (await response.json()) as { readonly id?: string; readonly code?: string }
    const { status, headers } = response
    const attempt = {
      status,
      code,
      retryAfter: headers.get('retry-after'),
      durationMs: since(),
    }
    return { attempt, id: status === 201 ? id : undefined }
  } catch {
    return {
      attempt: { status: 0, code: undefined, retryAfter: null, durationMs: since() },
      id: undefined,
    }
  }
}
