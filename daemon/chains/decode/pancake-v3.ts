import { keccakText } from '../../kernel/keccak.ts'
import { decodeV3Swap, type V3SwapLog } from './uniswap-v3.ts'
import { hasWords, UINT_MAX, uintOfWord } from './words.ts'

/** Topic 0 of a Pancake V3 swap, which ends with the protocol's fees. */
export const PANCAKE_SWAP_TOPIC = keccakText(
  'Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)',
)

/** Digits of the words that Uniswap's swap has as well, with the `0x`. */
const SHARED = 2 + 64 * 5

/** Price, liquidity and tick in the data of a Pancake V3 `Swap` log; null when malformed. */
export function decodePancakeSwap(data: string): V3SwapLog | null {
  if (!hasWords(data, 7)) return null
  if (uintOfWord(data, 5, UINT_MAX[128]) === null) return null
  if (uintOfWord(data, 6, UINT_MAX[128]) === null) return null
  return decodeV3Swap(data.slice(0, SHARED))
}
