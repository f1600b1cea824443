import { invalid, type RecordedPool } from '../../chains/feeds/recording.ts'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import type { Hex } from '../../kernel/units.ts'
import type { Pool } from '../types.ts'
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
    feePpm: [whole(fee01, 'fee_ppm'), whole(fee10, 'fee_ppm')],
    reserves: [BigInt(String(reserve0)), BigInt(String(reserve1))],
  }
}

const v3 = (record: RecordedPool): Pool => ({
  venue: 'uniswap-v3',
  address: address(record.address),
  dex: record.type,
  tokens: tokens(record),
  state: {
    sqrtPriceX96: BigInt(String(record['sqrt_price_x96'])),
    liquidity: BigInt(String(record['liquidity'])),
    tick: whole(record['tick'], 'tick'),
    tickSpacing: whole(record['tick_spacing'], 'tick_spacing'),
    feePpm: whole(record['fee_ppm'], 'fee_ppm'),
    ticks: ticksOf(
      list(record, 'ticks').map((tick): TickEntry => {
        const [index, net] = tick as readonly unknown[]
        return [whole(index, 'ticks'), BigInt(String(net))]
      }),
    ),
  },
})

const blockOf = (record: RecordedPool): number => whole(record['block'], 'block')

function tokens(record: RecordedPool): readonly [Hex, Hex] {
  const [token0, token1] = list(record, 'tokens', 2)
  return [address(token0), address(token1)]
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

/** A JSON number, or a decimal string, that is whole. */
function whole(value: unknown, key: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (!Number.isSafeInteger(number)) throw new RangeError(`${key} must be a whole number`)
  return number as number
}
