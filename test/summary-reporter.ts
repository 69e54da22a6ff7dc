import { writeSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

const STDOUT = 1

interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly string[]
}

/**
 * Ends the output with `N passed, N failed, N skipped`, alone on its line, below a list of the
 * skipped tests with their reasons: the note given to `context.skip('why')`, else the test's name.
 */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const lines = summary(modules, unhandled.length)
    // Other reporters still write; on exit this is certainly the last line.
    process.once('exit', () => writeSync(STDOUT, `${lines.join('\n')}\n`))
  }
}

function summary(modules: readonly TestModule[], unhandled: number): readonly string[] {
  const tallies = modules.map(tally)
  const skipped = tallies.flatMap((each) => each.skipped)
  const passed = sum(tallies.map((each) => each.passed))
  const failed = sum(tallies.map((each) => each.failed)) + unhandled
  return [
    ...skipped.map((line) => `skipped: ${line}`),
    `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  ]
}

/** A file that cannot be loaded, or whose hooks fail, counts as one failure beside its failed tests. */
function tally(module: TestModule): Tally {
  const tests = [...module.children.allTests()]
  const results = tests.map((test) => ({ name: test.fullName, result: test.result() }))
  const broken =
    module.errors().length + [...module.children.allSuites()].flatMap((s) => s.errors()).length
  return {
    passed: results.filter(({ result }) => result.state === 'passed').length,
    failed: results.filter(({ result }) => result.state === 'failed').length + broken,
    skipped: results
      .filter(({ result }) => result.state === 'skipped' || result.state === 'pending')
      .map(({ name, result }) => {
        const note = 'note' in result ? result.note : undefined
        return `${module.relativeModuleId} > ${name}${note === undefined ? '' : ` (${note})`}`
      }),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
