import { env } from 'node:process'
import type { Reporter, TestModule } from 'vitest/node'

/** Names each test that was skipped; where `MEVD_NO_SKIP=1` is set, one of them fails the run. */
export default class NoSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const { MEVD_NO_SKIP } = env
    const mayNot = MEVD_NO_SKIP === '1'
    const skipped = modules.flatMap((each) => [...each.children.allTests('skipped')])
    for (const { fullName } of skipped)
      process.stderr.write(`${mayNot ? 'may not be skipped' : 'skipped'}: ${fullName}\n`)
    if (mayNot && skipped.length > 0) process.exitCode = 1
  }
}
