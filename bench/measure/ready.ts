import type { Child } from './child.ts'

const EVERY_MS = 20

/**
 * Asks until a server answers with any status, and says how many milliseconds that took.
 * @throws Error with what the server wrote, when it ends or stays silent
 */
export async function untilAnswers(child: Child, url: string, timeoutMs: number): Promise<number> {
  const began = performance.now()
  while (performance.now() - began < timeoutMs) {
    if (child.process.exitCode !== null) break
    if (await answers(url)) return performance.now() - began
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
  throw new Error(`The server does not answer at ${url}:\n${child.output()}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
    await response.arrayBuffer()
    return true
  } catch {
    return false
  }
}
