import { decodeV4, v4Topics } from '../../../chains/decode/uniswap-v4.ts'
import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import type { Change } from '../../../chains/types.ts'
import type { Hex } from '../../../kernel/units.ts'
import { addressOf, tokensIn, wholeOf } from '../record.ts'
import type { Recorded, Venue } from '../venue.ts'
import {
  rangeOf,
  rangeProduct,
  rangeQuoteIn,
  rangeQuoteOut,
  rangeRate,
  withPosition,
} from './concentrated.ts'
import type { V3State } from './state.ts'

/** Everything that a V4 pool's swap depends on; `feePpm` and `feePpm10` are the fees together. */
export type V4State = V3State & {
  readonly poolId: Hex
  /** What liquidity providers get, in ppm. */
  readonly lpFeePpm: number
  /** What the protocol gets, in ppm, for 0→1 and 1→0. */
  readonly protocolFeePpm: readonly [number, number]
}

/** Amounts of a swap are int128. */
const MAX_DELTA = (1n << 127n) - 1n
const WHOLE_FEE = 1_000_000
const MAX_PROTOCOL_FEE = 1000
/** The fee of a pool key that says that the hook sets it. */
const DYNAMIC_FEE = 0x80_0000
/** Permissions in a hook's address: before and after a swap, and both with a say in its amounts. */
const SWAP_HOOKS = 0b1100_1100n

/**
 * Why a V4 pool is left out, as a sentence; null where its swaps are the PoolManager's alone.
 *
 * Takes a pool record, or a pool key with `hooks` and `fee`. A hook's address says by its bits what
 * it may do; one that only sees liquidity or donations changes no swap.
 */
export function leftOut(pool: Readonly<Record<string, unknown>>): string | null {
  const hooks = BigInt(addressOf(pool['hooks'] ?? `0x${'0'.repeat(40)}`, 'hooks'))
  if ((hooks & SWAP_HOOKS) !== 0n) return 'its hook takes part in swaps'
  const fees = ['fee', 'fee_ppm', 'lp_fee_ppm'].map((key) => Number(pool[key] ?? 0))
  if (fees.includes(DYNAMIC_FEE)) return 'its hook sets the fee'
  return fees.includes(WHOLE_FEE) ? 'its fee is the whole input' : null
}

/** Both fees as one, in ppm: `ProtocolFeeLibrary.calculateSwapFee`, the protocol's share first. */
export const swapFee = (protocolPpm: number, lpPpm: number): number =>
  protocolPpm + lpPpm - Math.floor((protocolPpm * lpPpm) / WHOLE_FEE)

type Fees = Pick<V4State, 'lpFeePpm' | 'protocolFeePpm'>

const feesOf = ({ lpFeePpm, protocolFeePpm: [down, up] }: Fees) => ({
  feePpm: swapFee(down, lpFeePpm),
  feePpm10: swapFee(up, lpFeePpm),
})

function fold(state: V4State, change: Change): V4State | null {
  const log = decodeV4(change)
  if (log === null) return null
  if (log.pool !== state.poolId || log.kind === 'none') return state
  if (log.kind === 'price') return { ...state, ...log.price }
  if (log.kind === 'position') return withPosition(state, log.position)
  const fees = { lpFeePpm: state.lpFeePpm, protocolFeePpm: log.protocolFeePpm }
  return { ...state, ...fees, ...feesOf(fees) }
}

/**
 * Uniswap V4 pools whose swaps no hook takes part in.
 *
 * `PoolManager.swap` at the extreme price limit is Uniswap V3's, with amounts of int128 and the
 * protocol's fee on top of the providers'. Logs are the PoolManager's and name the pool by its id.
 */
export const uniswapV4: Venue<V4State> = {
  name: 'uniswap-v4',
  drift: 'none',
  quoteIn: (state, i, j, amount) => rangeQuoteIn(state, i, j, amount, MAX_DELTA),
  quoteOut: (state, i, j, amount) => rangeQuoteOut(state, i, j, amount, MAX_DELTA),
  rate: rangeRate,
  product: rangeProduct,
  topics: Object.values(v4Topics),
  fold,
}

/** A `uniswap-v4` record as a pool; errs with a RangeError where it is malformed or left out. */
export function fromRecord(record: RecordedPool): Recorded<V4State> {
  const why = leftOut(record)
  if (why !== null) throw new RangeError(`the pool is left out: ${why}`)
  const poolId = String(record['pool_id']).toLowerCase()
  if (!/^0x[0-9a-f]{64}$/.test(poolId)) throw new RangeError('pool_id must be 32 bytes of hex')
  const protocol = record['protocol_fee_ppm'] ?? 0
  const [down, up]: readonly unknown[] = Array.isArray(protocol) ? protocol : [protocol, protocol]
  const fees: Fees = {
    lpFeePpm: wholeOf(record['lp_fee_ppm'], 'lp_fee_ppm', 0, WHOLE_FEE - 1),
    protocolFeePpm: [protocolFeeOf(down), protocolFeeOf(up)],
  }
  return {
    tokens: tokensIn(record),
    state: { ...rangeOf(record), ...fees, ...feesOf(fees), poolId: poolId as Hex },
  }
}

const protocolFeeOf = (value: unknown): number =>
  wholeOf(value, 'protocol_fee_ppm', 0, MAX_PROTOCOL_FEE)
