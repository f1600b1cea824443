import { WHOLE } from '../../../kernel/units.ts'
import {
  amount0Down,
  amount0Up,
  amount1Down,
  amount1Up,
  ceilDiv,
  priceAfter0In,
  priceAfter0Out,
  priceAfter1In,
  priceAfter1Out,
} from './sqrt-price.ts'

/** Where a swap stands; steps write into it, since an object a step costs more than its sums. */
export type Walk = {
  price: bigint
  tick: number
  liquidity: bigint
  /** Of the amount asked for, what is still to trade. */
  left: bigint
  /** Of the other token, what has come together so far. */
  other: bigint
  /** Place of the next initialised tick in the direction of the swap. */
  at: number
  crossed: number
}

/** A pool's fee, ready for the sums: what is kept of an input, in ppm. */
export type Keep = { readonly keep: bigint; readonly keepLess1: bigint }

const Q96_LESS_1 = (1n << 96n) - 1n

/** The fee of `feePpm` (under 1,000,000), ready for the steps of a swap. */
export function keepOf(feePpm: number): Keep {
  const keep = BigInt(1_000_000 - feePpm)
  return { keep, keepLess1: keep - 1n }
}

/** Input with its fee: what the contract adds up as amountIn + feeAmount, ⌈n·10^6 / keep⌉. */
const withFee = (n: bigint, { keep, keepLess1 }: Keep): bigint => (n * WHOLE + keepLess1) / keep

/**
 * One `SwapMath.computeSwapStep` of an exact input; says whether the price reached `target`.
 *
 * It does when what is left pays for the range and the fee, which is the contract's test in
 * one division less: ⌊left·keep / 10^6⌋ ≥ n holds exactly when left ≥ ⌈n·10^6 / keep⌉.
 * Otherwise all that is left is spent, and no rounding can end on the target.
 */
export function stepExactIn(walk: Walk, target: bigint, zeroForOne: boolean, fee: Keep): boolean {
  const { price, liquidity, left } = walk
  const low = zeroForOne ? target : price
  const high = zeroForOne ? price : target
  const area = liquidity * (high - low)
  const needed = zeroForOne ? ceilDiv(area << 96n, high * low) : (area + Q96_LESS_1) >> 96n
  const gross = withFee(needed, fee)
  if (left >= gross) {
    walk.left = left - gross
    walk.other += zeroForOne ? area >> 96n : (area << 96n) / (high * low)
    walk.price = target
    return true
  }
  const kept = (left * fee.keep) / WHOLE
  const next = zeroForOne
    ? priceAfter0In(price, liquidity, kept)
    : priceAfter1In(price, liquidity, kept)
  walk.left = 0n
  walk.other += zeroForOne
    ? amount1Down(next, price, liquidity)
    : amount0Down(price, next, liquidity)
  walk.price = next
  return false
}

/**
 * One `SwapMath.computeSwapStep` of an exact output; says whether the price reached `target`.
 *
 * Where the range holds more than is left, exactly that is paid; the price rounds past it and may
 * then stand on the target, as in the contract.
 */
export function stepExactOut(walk: Walk, target: bigint, zeroForOne: boolean, fee: Keep): boolean {
  const { price, liquidity, left } = walk
  const held = zeroForOne
    ? amount1Down(target, price, liquidity)
    : amount0Down(price, target, liquidity)
  let next = target
  if (left < held) {
    next = zeroForOne
      ? priceAfter1Out(price, liquidity, left)
      : priceAfter0Out(price, liquidity, left)
  }
  const needed = zeroForOne ? amount0Up(next, price, liquidity) : amount1Up(price, next, liquidity)
  walk.left = left < held ? 0n : left - held
  walk.other += withFee(needed, fee)
  walk.price = next
  return next === target
}
