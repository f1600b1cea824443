import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Log } from '../../daemon/kernel/ports.ts'
import { type LogLevel, openLog } from '../../daemon/ops/log.ts'

const directory = mkdtempSync(join(tmpdir(), 'mevd-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** The lines that are written while `say` speaks. */
function linesOf(level: LogLevel, say: (log: Log) => void): Record<string, unknown>[] {
  const path = join(directory, 'log')
  const fd = openSync(path, 'w')
  say(openLog(level, 'main', fd))
  const text = readFileSync(path, 'utf8')
  closeSync(fd)
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

const wei = 2n ** 70n

describe('openLog', () => {
  test('writes one line of JSON at once: message, part, time and facts', () => {
    const [line] = linesOf('info', (log) => log.info('ready', { pipelines: 2 }))
    expect(line).toMatchObject({ msg: 'ready', part: 'main', pipelines: 2 })
    expect(String(line?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  test('writes bigints as texts, however deep they lie', () => {
    const facts = { earned_wei: -wei, deltas: [{ units: wei }], by: { asset: { units: 0n } } }
    const [line] = linesOf('info', (log) => log.info('landed', facts))
    expect(line).toMatchObject({
      earned_wei: String(-wei),
      deltas: [{ units: String(wei) }],
      by: { asset: { units: '0' } },
    })
  })

  test('leaves other facts as they are', () => {
    const facts = { a: null, b: 'x', c: 1.5, d: false, e: ['y'] }
    const [line] = linesOf('info', (log) => log.info('facts', facts))
    expect(line).toMatchObject(facts)
  })

  test('says what its level allows', () => {
    const all = (log: Log) => {
      for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level)
    }
    const said = (level: LogLevel) => linesOf(level, all).map(({ msg }) => msg)
    expect(said('debug')).toEqual(['debug', 'info', 'warn', 'error'])
    expect(said('warn')).toEqual(['warn', 'error'])
    expect(said('silent')).toEqual([])
  })
})
