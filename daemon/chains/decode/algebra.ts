import { keccakText } from '../../kernel/keccak.ts'
import type { LogChange } from '../types.ts'
import { hasWords, int24OfWord, uintOfWord } from './words.ts'

/** Topic 0 of the logs that Algebra has beside Uniswap V3's. */
export const algebraTopics = {
  fee: keccakText('Fee(uint16)'),
  /** One fee a direction: Camelot V3. */
  fees: keccakText('Fee(uint16,uint16)'),
  tickSpacing: keccakText('TickSpacing(int24)'),
} as const

/** What a log of Algebra's own says: fees in ppm for 0→1 and 1→0, or the tick spacing. */
export type AlgebraLog =
  | { readonly kind: 'none' }
  | { readonly kind: 'fee'; readonly feePpm: readonly [number, number] }
  | { readonly kind: 'spacing'; readonly tickSpacing: number }

const MAX_FEE = 65_535n

/** The fee or tick spacing in a log of Algebra's own; null when malformed. */
export function decodeAlgebra({
  topics,
  data,
}: Pick<LogChange, 'topics' | 'data'>): AlgebraLog | null {
  const topic = topics[0]
  if (topic === algebraTopics.fee) return feesOf(data, 1)
  if (topic === algebraTopics.fees) return feesOf(data, 2)
  if (topic !== algebraTopics.tickSpacing) return { kind: 'none' }
  const spacing = hasWords(data, 1) ? int24OfWord(data, 0) : null
  return spacing === null || spacing <= 0 ? null : { kind: 'spacing', tickSpacing: spacing }
}

function feesOf(data: string, count: number): AlgebraLog | null {
  if (!hasWords(data, count)) return null
  const down = uintOfWord(data, 0, MAX_FEE)
  const up = uintOfWord(data, count - 1, MAX_FEE)
  if (down === null || up === null) return null
  return { kind: 'fee', feePpm: [Number(down), Number(up)] }
}
