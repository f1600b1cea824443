import { invalid, type RecordedPool } from '../../chains/feeds/recording.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Hex } from '../../kernel/units.ts'
import type { OtherPool, Pool } from '../types.ts'
import { isVenueName, venues } from '../venues/catalogue.ts'
import { addressOf, wholeOf } from '../venues/record.ts'
import { fromRecord as v2Of } from '../venues/uniswap-v2.ts'
import { fromRecord as v3Of } from '../venues/uniswap-v3/uniswap-v3.ts'

/** A recorded pool, or why it cannot be used. */
export type FromRecord =
  | { readonly kind: 'pool'; readonly pool: Pool; readonly block: number }
  /** Of a type that the market does not know. */
  | { readonly kind: 'unknown'; readonly type: string }
  /** Of a type that it knows, but not to be traded. */
  | { readonly kind: 'left-out'; readonly type: string; readonly why: string }

/** A pool record of a recording as a pool; errs with `RECORDING_INVALID` where it is malformed. */
export function poolOfRecord(path: string, line: number, record: RecordedPool): FromRecord {
  const type = String(record.type)
  if (!isVenueName(type)) return { kind: 'unknown', type }
  try {
    const why = venues[type].leftOut(record)
    if (why !== null) return { kind: 'left-out', type, why }
    const block = wholeOf(record['block'], 'block', 0, Number.MAX_SAFE_INTEGER)
    return { kind: 'pool', pool: poolOf(type, record), block }
  } catch (error) {
    throw invalid(path, line, `pool ${record.address}: ${messageOf(error)}`)
  }
}

function poolOf(type: keyof typeof venues, record: RecordedPool): Pool {
  const address = keyOf(record)
  const dex = typeof record['dex'] === 'string' ? record['dex'] : type
  if (type === 'uniswap-v2') {
    const { tokens, state } = v2Of(record)
    return { venue: type, address, dex, tokens: pairOf(tokens), ...state }
  }
  if (type === 'uniswap-v3') {
    const { tokens, state } = v3Of(record)
    return { venue: type, address, dex, tokens: pairOf(tokens), state }
  }
  const { tokens, state } = venues[type].fromRecord(record)
  return { venue: type, address, dex, tokens, state } satisfies OtherPool
}

/** What names a pool: its address, or its id where one contract holds many. */
const keyOf = (record: RecordedPool): Hex =>
  typeof record['pool_id'] === 'string' && record.type === 'uniswap-v4'
    ? (record['pool_id'].toLowerCase() as Hex)
    : addressOf(record.address, 'address')

const pairOf = ([token0 = '0x', token1 = '0x']: readonly Hex[]): readonly [Hex, Hex] => [
  token0,
  token1,
]
