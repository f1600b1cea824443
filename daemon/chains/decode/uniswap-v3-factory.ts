import type { Hex } from '../../kernel/units.ts'
import { addressOfWord, hasWords, int24OfWord, UINT_MAX, uintOfWord } from './words.ts'

/** A new V3 pool; addresses lower-case. */
export type PoolCreated = {
  readonly token0: Hex
  readonly token1: Hex
  readonly feePpm: number
  readonly tickSpacing: number
  readonly pool: Hex
}

/** Tokens, fee, spacing and address in a `PoolCreated` log; null when malformed. */
export function decodePoolCreated(topics: readonly Hex[], data: string): PoolCreated | null {
  if (topics.length !== 4 || !hasWords(data, 2)) return null
  if (!topics.every((topic) => hasWords(topic, 1))) return null
  const [, first = '0x', second = '0x', third = '0x'] = topics
  const token0 = addressOfWord(first, 0)
  const token1 = addressOfWord(second, 0)
  const fee = uintOfWord(third, 0, UINT_MAX[24])
  const tickSpacing = int24OfWord(data, 0)
  const pool = addressOfWord(data, 1)
  if (token0 === null || token1 === null || pool === null) return null
  if (fee === null || tickSpacing === null) return null
  return { token0, token1, feePpm: Number(fee), tickSpacing, pool }
}
