import { UINT_MAX } from '../../chains/decode/words.ts'
import { invalid, type RecordedPool } from '../../chains/feeds/recording.ts'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import type { Hex } from '../../kernel/units.ts'
import type { Pool } from '../types.ts'
import { MAX_RESERVE } from '../venues/uniswap-v2.ts'
import { MAX_SQRT_RATIO, MAX_TICK, MIN_TICK } from '../venues/uniswap-v3/tick-math.ts'
import { type TickEntry, ticksOf } from '../venues/uniswap-v3/ticks.ts'

/** A recorded pool, or the name of a type that the market does not know. */
export type FromRecord =
  | { readonly kind: 'pool'; readonly pool: Pool; readonly block: number }
  | { readonly kind: 'unknown'; readonly type: string }

/** A pool record of a recording as a pool; errs with `RECORDING_INVALID` where it is malformed. */
export function poolOfRecord(path: string, line: number, record: RecordedPool): FromRecord {
  try {
    if (record.type === 'uniswap-v2')
      return { kind: 'pool', pool: v2(record), block: blockOf(record) }
    if (record.type === 'uniswap-v3')
      return { kind: 'pool', pool: v3(record), block: blockOf(record) }
    return { kind: 'unknown', type: String(record.type) }
  } catch (error) {
    if (error instanceof MevdError) throw error
    throw invalid(path, line, `pool ${record.address}: ${messageOf(error)}`)
  }
}

const v2 = (record: RecordedPool): Pool => {
  const [reserve0, reserve1] = list(record, 'reserves', 2)
  const fee = record['fee_ppm']
  const [fee01, fee10] = Array.isArray(fee) ? fee : [fee, fee]
  return {
    venue: 'uniswap-v2',
    address: address(record.address),
    dex: record.type,
    tokens: tokens(record),
    feePpm: [feeOf(fee01), feeOf(fee10)],
    reserves: [
      natural(reserve0, 'reserves', MAX_RESERVE),
      natural(reserve1, 'reserves', MAX_RESERVE),
    ],
  }
}

const v3 = (record: RecordedPool): Pool => ({
  venue: 'uniswap-v3',
  address: address(record.address),
  dex: record.type,
  tokens: tokens(record),
  state: {
    sqrtPriceX96: natural(record['sqrt_price_x96'], 'sqrt_price_x96', MAX_SQRT_RATIO),
    liquidity: natural(record['liquidity'], 'liquidity', UINT_MAX[128]),
    tick: tickOf(record['tick'], 'tick'),
    tickSpacing: whole(record['tick_spacing'], 'tick_spacing', 1, MAX_TICK),
    feePpm: feeOf(record['fee_ppm']),
    ticks: ticksOf(
      list(record, 'ticks').map((tick): TickEntry => {
        const [index, net] = tick as readonly unknown[]
        return [tickOf(index, 'ticks'), BigInt(String(net))]
      }),
    ),
  },
})

const blockOf = (record: RecordedPool): number => whole(record['block'], 'block', 0)

const feeOf = (value: unknown): number => whole(value, 'fee_ppm', 0, 999_999)

const tickOf = (value: unknown, key: string): number => whole(value, key, MIN_TICK, MAX_TICK)

function tokens(record: RecordedPool): readonly [Hex, Hex] {
  const [token0, token1] = list(record, 'tokens', 2).map(address)
  if (token0 === undefined || token1 === undefined || token0 === token1)
    throw new RangeError('tokens must be two')
  return [token0, token1]
}

function list(record: RecordedPool, key: string, length?: number): readonly unknown[] {
  const value = record[key]
  if (!Array.isArray(value) || (length !== undefined && value.length !== length))
    throw new RangeError(`${key} must be a list${length === undefined ? '' : ` of ${length}`}`)
  return value
}

function address(value: unknown): Hex {
  const text = String(value).toLowerCase()
  if (!/^0x[0-9a-f]{40}$/.test(text)) throw new RangeError(`${text} is not an address`)
  return text as Hex
}

/** A JSON number, or a decimal string, that is whole and in range. */
function whole(value: unknown, key: string, low: number, high = Number.MAX_SAFE_INTEGER): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (!Number.isSafeInteger(number)) throw new RangeError(`${key} must be a whole number`)
  const found = number as number
  if (found < low || found > high)
    throw new RangeError(`${key} must be from ${low} to ${high}, not ${found}`)
  return found
}

/** An amount: a decimal string, or a JSON number, from 0 up. */
function natural(value: unknown, key: string, high: bigint): bigint {
  const text = String(value)
  if (!/^\d+$/.test(text) || BigInt(text) > high)
    throw new RangeError(`${key} must be a whole number from 0 to ${high}, not ${text}`)
  return BigInt(text)
}
