import { describe, expect, test } from 'vitest'
import { formatProblem, formatProblems } from '../../daemon/config/report.ts'
import type { Problem } from '../../daemon/config/types.ts'

const problem: Problem = {
  file: 'pipelines/arb.yaml',
  line: 6,
  column: 5,
  severity: 'error',
  code: 'KEY_UNKNOWN',
  path: '/stages/0',
  message: 'unknown key "tpye"',
  hint: 'did you mean "type"?',
}
const warning: Problem = {
  ...problem,
  severity: 'warning',
  code: 'GAS_ABOVE_FEE',
  path: '',
  hint: null,
}

describe('formatProblem', () => {
  test('writes place, code, pointer, message and hint in one line', () => {
    expect(formatProblem(problem)).toBe(
      'pipelines/arb.yaml:6:5: error[KEY_UNKNOWN] /stages/0: unknown key "tpye" (did you mean "type"?)',
    )
  })

  test('leaves out an empty pointer and an absent hint', () => {
    expect(formatProblem(warning)).toBe(
      'pipelines/arb.yaml:6:5: warning[GAS_ABOVE_FEE] unknown key "tpye"',
    )
  })

  test('stays in one line whatever the message holds', () => {
    expect(formatProblem({ ...problem, message: 'a\r\nb\nc' })).not.toMatch(/[\r\n]/)
  })
})

describe('formatProblems', () => {
  test('writes nothing as text where there is nothing to say', () => {
    expect(formatProblems([], 'text')).toBe('')
    expect(formatProblems([], 'github')).toBe('')
    expect(JSON.parse(formatProblems([], 'json'))).toEqual([])
  })

  test('writes JSON that gives the problems back', () => {
    expect(JSON.parse(formatProblems([problem, warning], 'json'))).toEqual([problem, warning])
  })

  test('escapes what would end a workflow command or its properties', () => {
    const odd = { ...problem, file: 'a,b:c.yaml', message: '100 %\nnext' }
    expect(formatProblems([odd], 'github')).toBe(
      '::error file=a%2Cb%3Ac.yaml,line=6,col=5,title=KEY_UNKNOWN::100 %25%0Anext (did you mean "type"?)\n',
    )
  })

  test('writes SARIF 2.1.0 whose results point at their rules', () => {
    const log = JSON.parse(formatProblems([problem, warning, problem], 'sarif'))
    expect(log.version).toBe('2.1.0')
    const [run] = log.runs
    expect(run.results).toHaveLength(3)
    for (const result of run.results)
      expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId)
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'pipelines/arb.yaml' },
      region: { startLine: 6, startColumn: 5 },
    })
    expect(run.results[1].level).toBe('warning')
  })
})
