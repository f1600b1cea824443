import { keccakText } from '../../kernel/keccak.ts'
import type { Hex } from '../../kernel/units.ts'
import type { LogChange } from '../types.ts'
import type { V3LiquidityLog, V3Price, V3SwapLog } from './uniswap-v3.ts'
import { hasWords, int24OfWord, UINT_MAX, uintOfWord } from './words.ts'

/** Topic 0 of the PoolManager's logs; each has the pool's id as its first argument. */
export const v4Topics = {
  initialize: keccakText('Initialize(bytes32,address,address,uint24,int24,address,uint160,int24)'),
  swap: keccakText('Swap(bytes32,address,int128,int128,uint160,uint128,int24,uint24)'),
  modifyLiquidity: keccakText('ModifyLiquidity(bytes32,address,int24,int24,int256,bytes32)'),
  protocolFee: keccakText('ProtocolFeeUpdated(bytes32,uint24)'),
} as const

/** What a log of the PoolManager says of one pool; `pool` is its id, null for other logs. */
export type V4Log = { readonly pool: Hex | null } & (
  | { readonly kind: 'none' }
  | { readonly kind: 'price'; readonly price: V3SwapLog | V3Price }
  | { readonly kind: 'position'; readonly position: V3LiquidityLog }
  /** In ppm for 0→1 and 1→0. */
  | { readonly kind: 'fee'; readonly protocolFeePpm: readonly [number, number] }
)

type Log = Pick<LogChange, 'topics' | 'data'>

/** Topics that each log has beside the first. */
const INDEXED: ReadonlyMap<string, number> = new Map([
  [v4Topics.initialize, 3],
  [v4Topics.swap, 2],
  [v4Topics.modifyLiquidity, 2],
  [v4Topics.protocolFee, 1],
])

/** What a log of the PoolManager says of a pool; null when malformed. */
export function decodeV4({ topics, data }: Log): V4Log | null {
  const [topic = '', id = '0x'] = topics
  const indexed = INDEXED.get(topic)
  if (indexed === undefined) return { pool: null, kind: 'none' }
  if (topics.length !== indexed + 1 || !hasWords(id, 1)) return null
  const pool = id.toLowerCase() as Hex
  if (topic === v4Topics.swap || topic === v4Topics.initialize) {
    const price = topic === v4Topics.swap ? swapOf(data) : initializeOf(data)
    return price && { pool, kind: 'price', price }
  }
  if (topic === v4Topics.modifyLiquidity) {
    const position = positionOf(data)
    return position && { pool, kind: 'position', position }
  }
  const packed = hasWords(data, 1) ? uintOfWord(data, 0, UINT_MAX[24]) : null
  if (packed === null) return null
  const fees = Number(packed)
  return { pool, kind: 'fee', protocolFeePpm: [fees & 0xfff, fees >> 12] }
}

function swapOf(data: string): V3SwapLog | null {
  if (!hasWords(data, 6)) return null
  const sqrtPriceX96 = uintOfWord(data, 2, UINT_MAX[160])
  const liquidity = uintOfWord(data, 3, UINT_MAX[128])
  const tick = int24OfWord(data, 4)
  if (sqrtPriceX96 === null || liquidity === null || tick === null) return null
  return { sqrtPriceX96, liquidity, tick }
}

function initializeOf(data: string): V3Price | null {
  if (!hasWords(data, 5)) return null
  const sqrtPriceX96 = uintOfWord(data, 3, UINT_MAX[160])
  const tick = int24OfWord(data, 4)
  return sqrtPriceX96 === null || tick === null ? null : { sqrtPriceX96, tick }
}

function positionOf(data: string): V3LiquidityLog | null {
  if (!hasWords(data, 4)) return null
  const lower = int24OfWord(data, 0)
  const upper = int24OfWord(data, 1)
  const delta = uintOfWord(data, 2, UINT_MAX[256])
  if (lower === null || upper === null || delta === null) return null
  return { lower, upper, delta: BigInt.asIntN(256, delta) }
}
