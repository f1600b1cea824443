import { decodeSolidlySync, SOLIDLY_SYNC_TOPIC } from '../../../chains/decode/solidly.ts'
import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import type { Change } from '../../../chains/types.ts'
import { WHOLE } from '../../../kernel/units.ts'
import { mul } from '../checked.ts'
import { feesIn, listIn, naturalsIn, tokensIn, wholeOf } from '../record.ts'
import type { Recorded } from '../venue.ts'

/** Everything that a Solidly pool's swap depends on, stable or volatile. */
export type SolidlyState = {
  /** In smallest units. */
  readonly reserves: readonly [bigint, bigint]
  /** Units of one whole token: 10^decimals. */
  readonly units: readonly [bigint, bigint]
  readonly feePpm: number
}

/** First topics of what moves a Solidly pool: `Sync` holds both reserves. */
export const solidlyTopics = [SOLIDLY_SYNC_TOPIC] as const

/**
 * What is left of an input after its fee, which is rounded down: `Pool.getAmountOut`.
 *
 * Contracts count fees of 10^4, some of 10^6; reverts where the product with the fee overflows.
 */
export function afterSolidlyFee(amountIn: bigint, feePpm: number): bigint {
  const step = feePpm % 100 === 0 ? 100 : 1
  return amountIn - mul(amountIn, BigInt(feePpm / step)) / (WHOLE / BigInt(step))
}

/** The state after a `Sync`; null when it is malformed. */
export function foldSolidly(state: SolidlyState, change: Change): SolidlyState | null {
  if (change.topics[0] !== SOLIDLY_SYNC_TOPIC) return state
  const reserves = decodeSolidlySync(change.data)
  return reserves && { ...state, reserves }
}

/** A Solidly record as a pool; errs with a RangeError where it is malformed. */
export function solidlyOf(record: RecordedPool): Recorded<SolidlyState> {
  const [reserve0 = 0n, reserve1 = 0n] = naturalsIn(record, 'reserves', 2)
  const [units0, units1] = listIn(record, 'decimals', 2).map(
    (value) => 10n ** BigInt(wholeOf(value, 'decimals', 0, 77)),
  )
  const [feePpm, feePpm10] = feesIn(record)
  if (feePpm !== feePpm10) throw new RangeError('fee_ppm must be one for both directions')
  return {
    tokens: tokensIn(record),
    state: { reserves: [reserve0, reserve1], units: [units0 ?? 1n, units1 ?? 1n], feePpm },
  }
}
