import { amountOut } from '../../daemon/market/venues/uniswap-v2.ts'
import type { Bench } from './harness.ts'
import { inputs, reservesOf, turning } from './inputs.ts'
import { JSBI } from './uniswap-sdk.ts'

const KEEP = JSBI.BigInt(997)
const WHOLE = JSBI.BigInt(1000)

/** Exact output of a V2 pair for an exact input. */
export function quoteV2ExactBench(): Bench {
  const all = inputs((i) => [...reservesOf(i), BigInt(i + 1) * 10n ** 18n] as const)
  const next = turning(all)
  const nextOfPeer = turning(all.map(([x, y, a]) => [x, y, a].map((n) => JSBI.BigInt(String(n)))))
  return {
    name: 'quote-v2-exact',
    work: () => {
      const [x, y, a] = next()
      return amountOut(x, y, 3000, a)
    },
    peer: { name: 'getAmountOut in JSBI, as the V2 SDK', work: () => jsbiOut(nextOfPeer()) },
  }
}

type Integer = ReturnType<typeof JSBI.BigInt>

function jsbiOut([x = KEEP, y = KEEP, a = KEEP]: readonly Integer[]): Integer {
  const kept = JSBI.multiply(a, KEEP)
  const numerator = JSBI.multiply(kept, y)
  return JSBI.divide(numerator, JSBI.add(JSBI.multiply(x, WHOLE), kept))
}
