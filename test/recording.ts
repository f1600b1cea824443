import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Head } from '../daemon/chains/types.ts'
import { quantity, word } from '../daemon/kernel/hex.ts'
import type { Hex } from '../daemon/kernel/units.ts'
import type { EncodedLog } from './chains/decode/events.ts'
import { folder } from './folders.ts'

/** One record of a recording, or a line that is none. */
export type RecordLine = Readonly<Record<string, unknown>> | string

/** First line of a recording. */
export const header = { mevd: 'recording/1', network: 'ethereum', chain_id: 1 }

/** A V2 pool as recorded. */
export const pairRecord = (
  address: Hex,
  tokens: readonly [Hex, Hex],
  reserves: readonly [bigint, bigint],
) => ({
  ...{ t: 'pool', type: 'uniswap-v2', address, tokens, fee_ppm: 3_000, block: 100 },
  reserves: reserves.map(String),
})

/** A V3 pool as recorded: one wide position at tick 0. */
export const rangedRecord = (address: Hex, tokens: readonly [Hex, Hex]) => ({
  ...{ t: 'pool', type: 'uniswap-v3', address, tokens, fee_ppm: 3_000, block: 100 },
  ...{ tick_spacing: 60, sqrt_price_x96: String(2n ** 96n), liquidity: '1000000', tick: '0' },
  ticks: [
    ['-600', '1000000'],
    ['600', '-1000000'],
  ],
})

/** A head as recorded. */
export const headRecord = (head: Head) => ({
  ...{ t: 'head', number: quantity(head.height), hash: head.id, parentHash: head.parent },
  ...{ timestamp: quantity(head.time), gasUsed: '0x5208', gasLimit: '0x1c9c380' },
})

/** A log of a pool as recorded, in the transaction of that place, one log a transaction. */
export const logRecord = (head: Head, address: Hex, log: EncodedLog, at = 0) => ({
  ...{ t: 'log', address, topics: log.topics, data: log.data, removed: false },
  ...{ blockNumber: quantity(head.height), blockHash: head.id, transactionHash: `0x${word(at)}` },
  ...{ transactionIndex: quantity(at), logIndex: quantity(at) },
})

/** Writes lines into a new file and gives its path. */
export function recorded(...lines: readonly RecordLine[]): string {
  const path = join(folder(), 'recording.jsonl')
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  writeFileSync(path, `${text.join('\n')}\n`)
  return path
}
