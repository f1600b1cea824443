import { env } from 'node:process'
import type { Reporter, TestModule } from 'vitest/node'

/** Where `MEVD_NO_SKIP=1` is set, a test that was skipped fails the run: each is named. */
export default class NoSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const { MEVD_NO_SKIP } = env
    if (MEVD_NO_SKIP !== '1') return
    const skipped = modules.flatMap((each) => [...each.children.allTests('skipped')])
    for (const test of skipped) process.stderr.write(`skipped, and may not be: ${test.fullName}\n`)
    if (skipped.length > 0) process.exitCode = 1
  }
}
