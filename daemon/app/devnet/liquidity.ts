import { type Ticker, type WorldPool, worldAddresses } from './addresses.ts'

/** Liquidity between two ticks of a V3 pool. */
export type Position = {
  readonly lower: number
  readonly upper: number
  readonly liquidity: bigint
}

type Range = readonly [below: number, above: number, share: number]

/** Ticks around the start price, and the share of the pool's depth that lies between them. Six
 * ranges that overlap and lie off the middle, so that a swap of a few WETH crosses some edges. */
const ranges: readonly Range[] = [
  [-887_272, 887_272, 30],
  [-6_000, 6_000, 25],
  [-1_200, 1_320, 20],
  [-300, 240, 25],
  [-900, -120, 15],
  [180, 780, 15],
]

/** Amount of a token that is worth so many WETH at the start prices. */
export function unitsOfWeth(symbol: Ticker, weth: number): bigint {
  const { decimals, usd } = worldAddresses.tokens[symbol]
  const dollars = BigInt(Math.round(weth * 1e6)) * BigInt(worldAddresses.tokens.WETH.usd)
  return (dollars * 10n ** BigInt(decimals)) / (BigInt(usd) * 1_000_000n)
}

/** Square root of the start price of a V3 pool, with 96 fractional bits. */
export function startingSqrtPrice({ tokens }: WorldPool): bigint {
  const [amount0, amount1] = amounts(tokens, 1)
  return root((amount1 << 192n) / amount0)
}

/** What a V3 pool is filled with at the start. */
export const positions = (pool: WorldPool): readonly Position[] =>
  ranges.map((range) => position(pool, range))

/** So many hundredths of a V3 pool's depth, `width` ticks to either side of the start price. */
export const positionAround = (pool: WorldPool, width: number, share: number): Position =>
  position(pool, [-width, width, share])

function position(pool: WorldPool, [below, above, share]: Range): Position {
  const [amount0, amount1] = amounts(pool.tokens, pool.depthWeth)
  const middle = Math.floor(Math.log(Number(amount1) / Number(amount0)) / Math.log(1.0001))
  return {
    lower: usable(middle + below, pool.feePpm),
    upper: usable(middle + above, pool.feePpm),
    liquidity: (root(amount0 * amount1) * BigInt(share)) / 100n,
  }
}

const amounts = (tokens: readonly [Ticker, Ticker], weth: number): readonly [bigint, bigint] => [
  unitsOfWeth(tokens[0], weth),
  unitsOfWeth(tokens[1], weth),
]

/** The nearest tick that a position may begin or end at. */
function usable(tick: number, feePpm: number): number {
  const spacing = tickSpacing(feePpm)
  const last = Math.floor(887_272 / spacing) * spacing
  return Math.max(-last, Math.min(last, Math.round(tick / spacing) * spacing))
}

/** Ticks between the usable ones: Uniswap's factory knows 500, 3000 and 10000 ppm. */
const tickSpacing = (feePpm: number): number => (feePpm === 10_000 ? 200 : feePpm / 50)

/** Integer square root, rounded down. */
function root(n: bigint): bigint {
  let x = n
  for (let y = (x + 1n) / 2n; y < x; y = (x + n / x) / 2n) x = y
  return x
}
