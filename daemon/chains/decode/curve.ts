import { keccakText } from '../../kernel/keccak.ts'
import type { LogChange } from '../types.ts'
import { hasWords, UINT_MAX, uintOfWord } from './words.ts'

/** The sizes of pools whose coin lists are part of their events' signatures. */
const SIZES = [2, 3, 4] as const

/** Topics 0 of what changes a Curve pool's settings. */
export const curveTopics = {
  rampA: keccakText('RampA(uint256,uint256,uint256,uint256)'),
  stopRampA: keccakText('StopRampA(uint256,uint256)'),
  newFee: keccakText('NewFee(uint256,uint256)'),
} as const

/** Topics 0 of what moves a Curve pool's balances: trades, and liquidity of 2 to 4 coins. */
export const curveBalanceTopics = [
  keccakText('TokenExchange(address,int128,uint256,int128,uint256)'),
  keccakText('TokenExchangeUnderlying(address,int128,uint256,int128,uint256)'),
  keccakText('RemoveLiquidityOne(address,uint256,uint256)'),
  keccakText('RemoveLiquidityOne(address,uint256,uint256,uint256)'),
  ...SIZES.flatMap((n) => [
    keccakText(`AddLiquidity(address,uint256[${n}],uint256[${n}],uint256,uint256)`),
    keccakText(`RemoveLiquidity(address,uint256[${n}],uint256[${n}],uint256)`),
    keccakText(`RemoveLiquidityImbalance(address,uint256[${n}],uint256[${n}],uint256,uint256)`),
  ]),
] as const

/** What a log changes in a Curve pool's settings: amplification as the pool counts it, fee of 10^10. */
export type CurveLog =
  | { readonly kind: 'none' }
  | { readonly kind: 'fee'; readonly fee: bigint }
  | {
      readonly kind: 'ramp'
      readonly from: bigint
      readonly to: bigint
      readonly start: number
      readonly end: number
    }

const MAX_TIME = BigInt(Number.MAX_SAFE_INTEGER)

/** The amplification or fee in a log of a Curve pool; null when malformed. */
export function decodeCurve({ topics, data }: Pick<LogChange, 'topics' | 'data'>): CurveLog | null {
  const topic = topics[0]
  if (topic === curveTopics.rampA) return rampOf(data)
  if (topic !== curveTopics.stopRampA && topic !== curveTopics.newFee) return { kind: 'none' }
  if (!hasWords(data, 2)) return null
  const value = uintOfWord(data, 0, UINT_MAX[256])
  if (value === null || uintOfWord(data, 1, UINT_MAX[256]) === null) return null
  if (topic === curveTopics.newFee) return { kind: 'fee', fee: value }
  return { kind: 'ramp', from: value, to: value, start: 0, end: 0 }
}

function rampOf(data: string): CurveLog | null {
  if (!hasWords(data, 4)) return null
  const from = uintOfWord(data, 0, UINT_MAX[256])
  const to = uintOfWord(data, 1, UINT_MAX[256])
  const start = uintOfWord(data, 2, MAX_TIME)
  const end = uintOfWord(data, 3, MAX_TIME)
  if (from === null || to === null || start === null || end === null) return null
  return { kind: 'ramp', from, to, start: Number(start), end: Number(end) }
}
