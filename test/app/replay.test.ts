import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Head } from '../../daemon/chains/types.ts'
import { headAt } from '../chains/feeds/blocks.ts'
import { folder } from '../folders.ts'
import { addressOf, headsOn, swapLog, sync, token } from '../market/examples.ts'
import { header, headRecord, logRecord, pairRecord, rangedRecord, recorded } from '../recording.ts'
import { mevd } from './process.ts'
import { linesIn, looksAt, WETH } from './replaying.ts'

const even = 10n ** 21n
const wide = even + even / 20n
const [cheap, dear, third] = [addressOf(1), addressOf(2), addressOf(3)]
const pools = [
  pairRecord(cheap, [token(1), WETH], [even, even]),
  pairRecord(dear, [token(1), WETH], [even, even]),
]
const [a, b] = headsOn(headAt(100), 2, 'a') as [Head, Head]
const [c] = headsOn(a, 1, 'c') as [Head]

/** Whether each look found something. */
const found = async (path: string, step: 'block' | 'transaction') =>
  (await looksAt(path, step)).map(({ opportunities }) => opportunities.length > 0)

describe('replay', () => {
  test('looks at the pools as recorded, then after each block', async () => {
    const path = recorded(
      ...[header, ...pools, headRecord(a), logRecord(a, cheap, sync(even, wide))],
      ...[headRecord(b), logRecord(b, dear, sync(even, wide))],
    )
    expect(await found(path, 'block')).toEqual([false, true, false])
  })

  test('looks after each transaction where it is asked to', async () => {
    const path = recorded(
      ...[header, ...pools, headRecord(a), logRecord(a, cheap, sync(even, wide), 4)],
      logRecord(a, dear, sync(even, wide), 9),
    )
    const looks = await looksAt(path, 'transaction')
    expect(looks.map(({ transactionIndex }) => transactionIndex)).toEqual([null, 4, 9])
    expect(await found(path, 'transaction')).toEqual([false, true, false])
    expect(await found(path, 'block')).toEqual([false, false])
  })

  test('lists a cycle for as long as it pays, also in blocks that do not touch it', async () => {
    const path = recorded(
      ...[header, ...pools, headRecord(a), logRecord(a, cheap, sync(even, wide)), headRecord(b)],
    )
    const looks = await looksAt(path, 'block')
    expect(looks.map(({ opportunities }) => opportunities.length > 0)).toEqual([false, true, true])
    expect(looks.map(({ changed }) => [...changed])).toEqual([[], [cheap], []])
  })

  test('undoes the block that another one takes the place of', async () => {
    const path = recorded(
      ...[header, ...pools, headRecord(a), headRecord(b), logRecord(b, cheap, sync(even, wide))],
      headRecord(c),
    )
    expect(await found(path, 'block')).toEqual([false, false, true, false])
  })

  test('looks once at a head that is recorded twice', async () => {
    const path = recorded(header, ...pools, headRecord(a), headRecord(a))
    expect(await found(path, 'block')).toEqual([false, false])
  })
})

describe('mevd replay', () => {
  test('writes empty opportunities where no cycle pays', async () => {
    const swap = swapLog(2n ** 96n + 10n ** 20n, 1_000_000n, 0)
    const path = recorded(
      ...[header, ...pools, rangedRecord(third, [token(1), WETH])],
      ...[headRecord(a), logRecord(a, cheap, sync(even, even + even / 500n))],
      ...[headRecord(b), logRecord(b, third, swap)],
    )
    const out = join(folder(), 'out')
    const ended = await mevd(['replay', path, '--out', out, '--step', 'transaction'])
    expect(ended.code).toBe(0)
    expect(readFileSync(join(out, 'opportunities.jsonl'), 'utf8')).toBe('')
    expect(readFileSync(join(out, 'decisions.jsonl'), 'utf8')).toBe('')
    expect(JSON.parse(readFileSync(join(out, 'latency.json'), 'utf8'))).toMatchObject({ looks: 3 })
  })

  test('writes every cycle that pays, and takes the best of those that share a pool', async () => {
    const fourth = pairRecord(addressOf(4), [token(1), WETH], [even, even + even / 10n])
    const path = recorded(header, ...pools, fourth)
    const out = join(folder(), 'out')
    const ended = await mevd(['replay', path, '--out', out])
    expect([ended.code, ended.err]).toEqual([0, ''])
    const lines = linesIn(out, 'opportunities.jsonl')
    expect(lines.map((line) => line['pools'])).toHaveLength(2)
    for (const line of lines) {
      expect(line['tokens']).toEqual([WETH, token(1), WETH])
      const [input, output, profit] = ['input', 'output', 'profit'].map((key) =>
        BigInt(String(line[key])),
      ) as [bigint, bigint, bigint]
      expect(output - input).toBe(profit)
      expect(profit).toBeGreaterThan(0n)
    }
    expect(linesIn(out, 'decisions.jsonl').map((line) => line['decision'])).toEqual([
      'take',
      'skip',
    ])
  })

  test('refuses a malformed recording with the line, and writes nothing', async () => {
    const path = recorded(header, ...pools, { ...headRecord(a), hash: undefined })
    const out = join(folder(), 'out')
    const ended = await mevd(['replay', path, '--out', out])
    expect(ended.code).toBe(78)
    expect(ended.err).toContain(`RECORDING_INVALID: ${path}:4: hash is missing`)
    expect(existsSync(out)).toBe(false)
  })
})
