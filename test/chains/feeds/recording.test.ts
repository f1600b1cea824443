import { describe, expect, test } from 'vitest'
import { readRecording } from '../../../daemon/chains/feeds/recording.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { folder } from '../../folders.ts'
import { addressOf, sync } from '../../market/examples.ts'
import {
  header,
  headRecord,
  logRecord,
  pairRecord,
  type RecordLine,
  recorded,
} from '../../recording.ts'
import { headAt } from './blocks.ts'

const head = headAt(101)
const pool = addressOf(1)
const log = (at: number) => logRecord(head, pool, sync(BigInt(at), 1n), at)
const without = (record: Readonly<Record<string, unknown>>, key: string) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key))

describe('readRecording', () => {
  test('reads header, pools, heads and logs, and passes over tokens and pending transactions', async () => {
    const pair = pairRecord(pool, [addressOf(8), addressOf(9)], [1n, 2n])
    const path = recorded(
      ...[header, { t: 'token', address: addressOf(8), decimals: 18 }, pair],
      ...['', { t: 'pending', hash: '0x1' }, headRecord(head), log(0)],
    )
    const found = await readRecording(path)
    expect(found.header).toEqual({ network: 'ethereum', chainId: 1 })
    expect(found.pools).toEqual([{ line: 3, pool: pair }])
    expect(found.heads.map(({ id }) => id)).toEqual([head.id])
    expect(found.withoutBloom).toBe(1)
    expect(found.logs.get(head.id)).toMatchObject([{ address: pool, logIndex: 0 }])
  })

  test('puts the logs of a block in order, each once, whether they stand before or behind it', async () => {
    const path = recorded(header, log(2), log(0), headRecord(head), log(1), log(2))
    const { logs } = await readRecording(path)
    expect(logs.get(head.id)?.map(({ logIndex }) => logIndex)).toEqual([0, 1, 2])
  })

  test('leaves out logs that were removed', async () => {
    const path = recorded(header, headRecord(head), { ...log(0), removed: true }, log(1))
    const { logs } = await readRecording(path)
    expect(logs.get(head.id)?.map(({ logIndex }) => logIndex)).toEqual([1])
  })

  test('takes addresses and topics in any case', async () => {
    const shout = (text: Hex): Hex => `0x${text.slice(2).toUpperCase()}`
    const address = `0x${'ab'.repeat(20)}` as const
    const { topics, data } = sync(1n, 2n)
    const loud = { topics: [shout(topics[0])] as [Hex], data }
    const path = recorded(header, logRecord(head, shout(address), loud))
    const { logs } = await readRecording(path)
    expect(logs.get(head.id)).toMatchObject([{ address, topics: [topics[0]] }])
  })

  const bad: readonly (readonly [string, number, RegExp, readonly RecordLine[]])[] = [
    ['that is empty', 1, /empty/, ['']],
    ['of another version', 1, /version 1/, [{ ...header, mevd: 'recording/2' }]],
    ['without a header', 1, /version 1/, [headRecord(head)]],
    ['without a network', 1, /network/, [without(header, 'network')]],
    ['without a chain id', 1, /chain_id/, [without(header, 'chain_id')]],
    ['with a line that is not JSON', 3, /not JSON/, [header, headRecord(head), '{"t":"head"']],
    ['with a line that is no object', 2, /not a JSON object/, [header, '7']],
    ['with a record of no type', 2, /unknown record/, [header, { number: '0x1' }]],
    ['with a record of unknown type', 2, /"block"/, [header, { t: 'block' }]],
    ...['number', 'hash', 'parentHash', 'timestamp'].map(
      (key) =>
        [
          `with a head without ${key}`,
          2,
          new RegExp(`${key} is missing`),
          [header, without(headRecord(head), key)],
        ] as const,
    ),
    ...['address', 'topics', 'data', 'blockHash', 'transactionIndex', 'logIndex'].map(
      (key) =>
        [
          `with a log without ${key}`,
          3,
          new RegExp(key),
          [header, headRecord(head), without(log(0), key)],
        ] as const,
    ),
    [
      'with a height that is no quantity',
      2,
      /number/,
      [header, { ...headRecord(head), number: 7 }],
    ],
    ['with odd data', 2, /data/, [header, { ...log(0), data: '0x123' }]],
    [
      'with a gas figure that is none',
      2,
      /gasUsed/,
      [header, { ...headRecord(head), gasUsed: '' }],
    ],
  ]

  test.each(bad)('refuses a recording %s, and names the line', async (_, line, why, lines) => {
    const path = recorded(...lines)
    const failed = readRecording(path)
    await expect(failed).rejects.toMatchObject({ code: 'RECORDING_INVALID' })
    await expect(failed).rejects.toThrow(why)
    await expect(failed).rejects.toThrow(`${path}:${line}:`)
  })

  test.each([
    ['a file that is not there', () => '/nonexistent/recording.jsonl'],
    ['a folder', () => folder()],
  ])('says that %s is missing', async (_, path) => {
    await expect(readRecording(path())).rejects.toMatchObject({ code: 'FILE_MISSING' })
  })
})
