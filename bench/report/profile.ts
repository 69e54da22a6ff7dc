/** `node bench/report/profile.ts <file.cpuprofile>`: where a program spent its time, by function. */
import { readFileSync } from 'node:fs'

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      readonly lineNumber: number
    }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const SHOWN = 45
const [, , file = ''] = process.argv
const profile: Profile = JSON.parse(readFileSync(file, 'utf8'))
const names = new Map(
  profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
    id,
    `${functionName || '(anonymous)'} ${url.replace(/^.*\/(?=(src|node_modules|bench)\/)/, '')}:${lineNumber + 1}`,
  ]),
)
const micros = new Map<string, number>()
profile.samples.forEach((id, index) => {
  const name = names.get(id) ?? ''
  micros.set(name, (micros.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0))
})
const busy = [...micros].filter(([name]) => !name.startsWith('(idle)'))
const total = busy.reduce((sum, [, time]) => sum + time, 0)
for (const [name, time] of busy.toSorted(([, a], [, b]) => b - a).slice(0, SHOWN)) {
  process.stdout.write(`${((time / total) * 100).toFixed(1).padStart(5)} %  ${name}\n`)
}
