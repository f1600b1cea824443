import fc from 'fast-check'
import type { Change, FeedEvent, Head } from '../../daemon/chains/types.ts'
import { word } from '../../daemon/kernel/hex.ts'
import { type Hex, micros } from '../../daemon/kernel/units.ts'
import type { V2Pool, V3Pool } from '../../daemon/market/types.ts'
import { type EncodedLog, encoded } from '../chains/decode/events.ts'
import { headAt } from '../chains/feeds/blocks.ts'
import { poolOf } from './venues/uniswap-v3/pools.ts'

/** An address that names a number. */
export const addressOf = (n: number): Hex => `0x${word(n).slice(24)}`

/** Tokens by number. */
export const token = (n: number): Hex => addressOf(0x70_0000 + n)

/** A V2 pool of two tokens, in the order given. */
export const v2 = (
  n: number,
  tokens: readonly [number, number],
  reserves: readonly [bigint, bigint],
  feePpm: readonly [number, number] = [3_000, 3_000],
): V2Pool => ({
  venue: 'uniswap-v2',
  address: addressOf(n),
  dex: 'v2',
  tokens: [token(tokens[0]), token(tokens[1])],
  feePpm,
  reserves,
})

/** A V3 pool of two tokens with two positions around tick 0. */
export const v3 = (
  n: number,
  tokens: readonly [number, number],
  liquidity = 10n ** 21n,
  tick = 0,
): V3Pool => ({
  venue: 'uniswap-v3',
  address: addressOf(n),
  dex: 'v3',
  tokens: [token(tokens[0]), token(tokens[1])],
  state: poolOf({ feePpm: 3_000, tickSpacing: 60 }, tick, 0, [
    { lower: -60_000, upper: 60_000, liquidity },
    { lower: -600, upper: 1_200, liquidity: liquidity * 2n },
  ]),
})

/** A log of a pool in a block. */
export const changeIn = (head: Head, address: Hex, log: EncodedLog, at = 0): Change => ({
  kind: 'log',
  address,
  topics: log.topics,
  data: log.data,
  block: { height: head.height, id: head.id },
  transactionHash: `0x${word(at)}`,
  transactionIndex: at,
  logIndex: at,
})

/** What the feed says of a block with these logs. */
export const changesOf = (
  head: Head,
  logs: readonly (readonly [Hex, EncodedLog])[],
): FeedEvent => ({
  kind: 'changes',
  known: 'proven',
  head,
  changes: logs.map(([address, log], i) => changeIn(head, address, log, i)),
  received: micros(head.height),
})

/** A Sync of a pair. */
export const sync = (reserve0: bigint, reserve1: bigint): EncodedLog =>
  encoded('Sync', { reserve0, reserve1 })

/** A Mint, or a Burn where the liquidity is negative. */
export const liquidityLog = (lower: number, upper: number, liquidity: bigint): EncodedLog =>
  encoded(liquidity < 0n ? 'Burn' : 'Mint', {
    ...{ sender: addressOf(1), owner: addressOf(1), tickLower: lower, tickUpper: upper },
    ...{ amount: liquidity < 0n ? -liquidity : liquidity, amount0: 0n, amount1: 0n },
  })

/** A Swap that leaves a pool like this. */
export const swapLog = (sqrtPriceX96: bigint, liquidity: bigint, tick: number): EncodedLog =>
  encoded('Swap', {
    ...{ sender: addressOf(1), recipient: addressOf(1), amount0: 0n, amount1: 0n },
    ...{ sqrtPriceX96, liquidity, tick },
  })

/** Heads one after another on a fork, the first on top of `parent`. */
export const headsOn = (parent: Head, count: number, fork: string): readonly Head[] => {
  const heads: Head[] = []
  for (let i = 1; i <= count; i++)
    heads.push(headAt(parent.height + i, fork, heads.at(-1) ?? parent))
  return heads
}

/** Reserves of any size a pair can have. */
export const reserve = fc
  .integer({ min: 10, max: 110 })
  .chain((bits) => fc.bigInt({ min: 1n << BigInt(bits - 1), max: (1n << BigInt(bits)) - 1n }))
