import type { Hex } from '../../kernel/units.ts'
import { addressOfWord, digitsAt, hasWords, UINT_MAX, uintOfWord } from './words.ts'

/** Reserves of a V2 pair after an event, in smallest units. */
export type Sync = { readonly reserve0: bigint; readonly reserve1: bigint }

/** The same in floats, for the screen. */
export type SyncFloat = { readonly reserve0: number; readonly reserve1: number }

/** A new V2 pair; addresses lower-case. */
export type PairCreated = { readonly token0: Hex; readonly token1: Hex; readonly pair: Hex }

const Q28 = 2 ** 28
const PADDING = '0'.repeat(36)

/** Reserves in the data of a `Sync` log; null when malformed. */
export function decodeSync(data: string): Sync | null {
  if (!hasWords(data, 2)) return null
  const reserve0 = uintOfWord(data, 0, UINT_MAX[112])
  const reserve1 = uintOfWord(data, 1, UINT_MAX[112])
  return reserve0 === null || reserve1 === null ? null : { reserve0, reserve1 }
}

/** Reserves in the data of a `Sync` log, each within 2^-51 of the integer; null when malformed. */
export function decodeSyncFloat(data: string): SyncFloat | null {
  if (!hasWords(data, 2)) return null
  const reserve0 = float112(data, 0)
  const reserve1 = float112(data, 1)
  return reserve0 < 0 || reserve1 < 0 ? null : { reserve0, reserve1 }
}

/** The uint112 in word `i`, 28 bits at a time; negative when malformed. */
function float112(data: string, i: number): number {
  const low = 38 + 64 * i
  if (data.slice(low - 36, low) !== PADDING) return -1
  let value = 0
  for (let at = low; at < low + 28; at += 7) {
    const digits = digitsAt(data, at, 7)
    if (digits < 0) return -1
    value = value * Q28 + digits
  }
  return value
}

/** Tokens and address in a `PairCreated` log; null when malformed. */
export function decodePairCreated(topics: readonly Hex[], data: string): PairCreated | null {
  const [, first, second] = topics
  if (topics.length !== 3 || first === undefined || second === undefined) return null
  if (!hasWords(first, 1) || !hasWords(second, 1) || !hasWords(data, 2)) return null
  const token0 = addressOfWord(first, 0)
  const token1 = addressOfWord(second, 0)
  const pair = addressOfWord(data, 0)
  if (token0 === null || token1 === null || pair === null) return null
  return { token0, token1, pair }
}
