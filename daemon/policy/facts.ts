import type { Fact } from '../config/types.ts'
import { ratio } from '../kernel/units.ts'
import { type HopState, productOf, quoteHop } from '../market/quote.ts'
import type { Scored } from '../scoring/types.ts'
import type { Exposure } from './types.ts'

/** One fact: what rules may say about it, and where its value comes from. */
type Source = Fact & { readonly of: (scored: Scored, exposure: Exposure) => number | string }

const GWEI = 1e9

/** Stands for a share of nothing, in parts per million: above every limit that a rule sets. */
const NO_SHARE = 1_000_000_000

/** Every fact that a rule may name. Money is in gwei of the base token, as a float. */
const sources: Readonly<Record<string, Source>> = {
  'trade.hops': {
    type: 'integer',
    description: 'Pools in the cycle.',
    range: [2, 4],
    of: ({ opportunity }) => opportunity.hops.length,
  },
  'trade.strategy': {
    type: 'string',
    description: 'Strategy that took the opportunity.',
    of: ({ strategy }) => strategy,
  },
  'trade.input_gwei': {
    type: 'number',
    unit: 'gwei',
    description: 'What goes into the first pool.',
    of: ({ input }) => Number(input) / GWEI,
  },
  'trade.gross_gwei': {
    type: 'number',
    unit: 'gwei',
    description: 'Profit before gas.',
    of: ({ gross }) => Number(gross) / GWEI,
  },
  'trade.net_gwei': {
    type: 'number',
    unit: 'gwei',
    description: 'Profit after the expected gas.',
    of: ({ net }) => Number(net) / GWEI,
  },
  'trade.margin_ppm': {
    type: 'integer',
    unit: 'ppm',
    description: 'Net profit as a share of the input.',
    of: ({ net, input }) => ratio(net, input),
  },
  'trade.depth_share_ppm': {
    type: 'integer',
    unit: 'ppm',
    description:
      'What goes into a pool as a share of what it holds, for the pool where that is most.',
    of: (scored) => depthShare(scored),
  },
  'gas.base_fee_gwei': {
    type: 'number',
    unit: 'gwei',
    description: 'Base fee of the next block.',
    of: ({ conditions }) => Number(conditions.nextBaseFee) / GWEI,
  },
  'gas.share_ppm': {
    type: 'integer',
    unit: 'ppm',
    description: 'Expected gas as a share of the gross profit.',
    of: ({ gasCost, gross }) => shareOf(gasCost, gross),
  },
  'recent.success_ppm': {
    type: 'integer',
    unit: 'ppm',
    description: 'Share of the last 100 landed trades that earned.',
    range: [0, 1_000_000],
    of: (_scored, exposure) => exposure.successPpm(),
  },
}

/** The fact catalogue: what a rule may name, by name. */
export const facts: Readonly<Record<string, Fact>> = Object.fromEntries(
  Object.entries(sources).map(([name, { of: _of, ...fact }]) => [name, fact]),
)

/**
 * The values of all facts for one scored opportunity.
 *
 * @returns null where one is not a finite number or a text: what is unknown is no.
 */
export function factsOf(
  scored: Scored,
  exposure: Exposure,
): Readonly<Record<string, number | string>> | null {
  const values: Record<string, number | string> = {}
  for (const [name, source] of Object.entries(sources)) {
    const value = source.of(scored, exposure)
    if (typeof value === 'number' && !Number.isFinite(value)) return null
    values[name] = value
  }
  return values
}

/** The greatest share over the hops; a V3 pool holds its virtual reserve. */
function depthShare({ opportunity, input }: Scored): number {
  let amount = input
  let most = 0
  for (const { state } of opportunity.hops) {
    most = Math.max(most, shareOf(amount, depthOf(state)))
    amount = quoteHop(state, amount)
  }
  return most
}

/** Of nothing, every share is too large. */
const shareOf = (part: bigint, whole: bigint): number =>
  whole > 0n ? ratio(part, whole) : NO_SHARE

function depthOf(hop: HopState): bigint {
  if (hop.venue === 'uniswap-v2') return hop.reserveIn
  if (hop.venue !== 'uniswap-v3') return BigInt(Math.floor(productOf(hop)?.x ?? 0))
  const { sqrtPriceX96, liquidity } = hop.state
  return hop.zeroForOne ? (liquidity << 96n) / sqrtPriceX96 : (liquidity * sqrtPriceX96) >> 96n
}
