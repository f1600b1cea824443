import type { Hex } from '../../kernel/units.ts'
import type { LogChange } from '../types.ts'
import { topics } from './topics.ts'
import { hasWords, int24OfWord, UINT_MAX, uintOfWord } from './words.ts'

/** A V3 pool's price, Q64.96 as √(token1 per token0), with its tick. */
export type V3Price = { readonly sqrtPriceX96: bigint; readonly tick: number }

/** A V3 pool after a swap. */
export type V3SwapLog = V3Price & { readonly liquidity: bigint }

/** A change of a position: `delta` is above 0 for a Mint, below 0 for a Burn, 0 for a poke. */
export type V3LiquidityLog = {
  readonly lower: number
  readonly upper: number
  readonly delta: bigint
}

/** The part of a log that is decoded. */
type Log = Pick<LogChange, 'topics' | 'data'>

/** Price, liquidity and tick in the data of a `Swap` log; null when malformed. */
export function decodeV3Swap(data: string): V3SwapLog | null {
  if (!hasWords(data, 5)) return null
  const sqrtPriceX96 = uintOfWord(data, 2, UINT_MAX[160])
  const liquidity = uintOfWord(data, 3, UINT_MAX[128])
  const tick = int24OfWord(data, 4)
  if (sqrtPriceX96 === null || liquidity === null || tick === null) return null
  return { sqrtPriceX96, liquidity, tick }
}

/** Price and tick in the data of an `Initialize` log; null when malformed. */
export function decodeV3Initialize(data: string): V3Price | null {
  if (!hasWords(data, 2)) return null
  const sqrtPriceX96 = uintOfWord(data, 0, UINT_MAX[160])
  const tick = int24OfWord(data, 1)
  return sqrtPriceX96 === null || tick === null ? null : { sqrtPriceX96, tick }
}

/** Where a `Swap` (with its liquidity) or an `Initialize` log leaves the price; null for others. */
export function decodeV3Price(log: Log): V3SwapLog | V3Price | null {
  if (log.topics[0] === topics.v3Swap) return decodeV3Swap(log.data)
  if (log.topics[0] === topics.initialize) return decodeV3Initialize(log.data)
  return null
}

/** Range and liquidity in a `Mint` log (its data begins with the sender); null when malformed. */
export function decodeMint(topics: readonly Hex[], data: string): V3LiquidityLog | null {
  return hasWords(data, 4) ? positionOf(topics, uintOfWord(data, 1, UINT_MAX[128])) : null
}

/** Range and liquidity in a `Burn` log, `delta` negative; null when malformed. */
export function decodeBurn(topics: readonly Hex[], data: string): V3LiquidityLog | null {
  const amount = hasWords(data, 3) ? uintOfWord(data, 0, UINT_MAX[128]) : null
  return positionOf(topics, amount === null ? null : -amount)
}

/** What a `Mint` or a `Burn` log does to the positions; null for others and when malformed. */
export function decodeLiquidity(log: Log): V3LiquidityLog | null {
  if (log.topics[0] === topics.mint) return decodeMint(log.topics, log.data)
  if (log.topics[0] === topics.burn) return decodeBurn(log.topics, log.data)
  return null
}

function positionOf(topics: readonly Hex[], delta: bigint | null): V3LiquidityLog | null {
  const [, , low, high] = topics
  if (delta === null || topics.length !== 4 || low === undefined || high === undefined) return null
  if (!hasWords(low, 1) || !hasWords(high, 1)) return null
  const lower = int24OfWord(low, 0)
  const upper = int24OfWord(high, 0)
  return lower === null || upper === null ? null : { lower, upper, delta }
}
