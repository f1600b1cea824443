import { word } from '../kernel/hex.ts'
import { keccakText } from '../kernel/keccak.ts'
import type { Hex } from '../kernel/units.ts'
import type { Scored } from '../scoring/types.ts'
import type { Hop } from '../strategies/types.ts'

/** One call of our executor contract: the very bytes that are simulated and then sent. */
export type Plan = { readonly to: Hex; readonly data: Hex; readonly minProfit: bigint }

const SELECTOR = keccakText(
  'execute(bytes32,uint256,uint256,(address,address,address,uint24,uint8)[])',
).slice(0, 10)

/** Place of the hop list behind the four words of the head. */
const HEAD_BYTES = 4 * 32

/** Numbers of the venues in the contract. A V3 pool charges its own fee: the contract asks for none. */
const KIND: Readonly<Record<string, number>> = { 'uniswap-v2': 0, 'uniswap-v3': 1 }

/** Venues that the executor contract can trade on. */
export const executableVenues: ReadonlySet<string> = new Set(Object.keys(KIND))

/**
 * The call that carries out a trade, or reverts unless it makes at least `minProfit`.
 *
 * The least profit is the expected cost of the gas: below it the trade would lose.
 */
export function planOf(scored: Scored, executor: Hex): Plan {
  const { opportunity, input, gasCost } = scored
  const words = [
    opportunity.id.padStart(64, '0'),
    word(input),
    word(gasCost),
    word(HEAD_BYTES),
    word(opportunity.hops.length),
    ...opportunity.hops.map(hopWords),
  ]
  return { to: executor, data: `${SELECTOR as Hex}${words.join('')}`, minProfit: gasCost }
}

function hopWords({ pool, tokenIn, tokenOut, state }: Hop): string {
  const kind = KIND[state.venue]
  if (kind === undefined) throw new RangeError(`the executor cannot trade on ${state.venue}`)
  const fee = state.venue === 'uniswap-v2' ? state.feePpm : 0
  return addressWord(pool) + addressWord(tokenIn) + addressWord(tokenOut) + word(fee) + word(kind)
}

const addressWord = (address: Hex): string => address.slice(2).padStart(64, '0')
