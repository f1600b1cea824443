import type { Hex } from '../../kernel/units.ts'
import { addressOfWord, hasWords, UINT_MAX, uintOfWord } from './words.ts'

/** An ERC-20 transfer, value in the token's smallest unit; addresses lower-case. */
export type Transfer = { readonly from: Hex; readonly to: Hex; readonly value: bigint }

/** Parties and value in an ERC-20 `Transfer` log; null when malformed, or of an ERC-721 token. */
export function decodeTransfer(topics: readonly Hex[], data: string): Transfer | null {
  const [, first, second] = topics
  if (topics.length !== 3 || first === undefined || second === undefined) return null
  if (!hasWords(first, 1) || !hasWords(second, 1) || !hasWords(data, 1)) return null
  const from = addressOfWord(first, 0)
  const to = addressOfWord(second, 0)
  const value = uintOfWord(data, 0, UINT_MAX[256])
  return from === null || to === null || value === null ? null : { from, to, value }
}
