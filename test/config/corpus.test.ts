import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../daemon/config/load.ts'
import { problemCodes } from '../../daemon/config/problem-codes.ts'
import { catalogue } from './catalogue.ts'
import { corpus } from './edit.ts'

const rulesDir = join(import.meta.dirname, '../../rules')
const load = (file: string) => loadConfig({ paths: [file], rulesDir, catalogue })
const good = globSync(join(corpus, '*.good.yaml'))
const bad = globSync(join(corpus, '*.bad.yaml'))

/** What the first lines of a bad file say that is wrong with it. */
const expected = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^# expect: (.+)$/gm)].map((match) => match[1] ?? '')

/** Problems of several files, or of files that YAML cannot hold: tested where they arise. */
const elsewhere = [
  'FILES_NONE',
  'FILE_KIND',
  'FILE_LARGE',
  'FILE_UNREADABLE',
  'FILE_ENCODING',
  'JSON_SYNTAX',
  'NAME_MISMATCH',
  'NETWORK_DIFFERS',
  'VENUE_UNKNOWN',
  'RULES_CONFLICT',
]

describe('loadConfig', () => {
  test.each(good.map((file) => [basename(file), file]))('finds nothing in %s', (_, file) => {
    const { config, problems } = load(file)
    expect(problems).toEqual([])
    expect(config).not.toBeNull()
  })

  test.each(bad.map((file) => [basename(file), file]))('finds what is wrong in %s', (_, file) => {
    const { config, problems } = load(file)
    const said = problems.map(({ code, line, column }) => `${code} ${line}:${column}`)
    expect(said).toEqual(expected(file))
    expect(said).not.toEqual([])
    const hasError = problems.some(({ severity }) => severity === 'error')
    expect(config === null).toBe(hasError)
    expect(hasError).toBe(!basename(file).startsWith('warn-') && !file.includes('another-block'))
  })

  test('has a bad file for every problem that one file can have', () => {
    const shown = new Set(bad.flatMap(expected).map((line) => line.split(' ')[0]))
    const missing = Object.keys(problemCodes).filter((code) => !shown.has(code))
    expect(missing).toEqual(elsewhere)
    expect(bad.length).toBeGreaterThan(100)
  })
})
