import { WHOLE } from '../../kernel/units.ts'
import { type Quote, refused } from './quote.ts'

/** Most a pair can hold of a token: its reserves are uint112, and `_update` reverts above. */
export const MAX_RESERVE = (1n << 112n) - 1n

/**
 * What a pair pays for `amountIn`, to the unit.
 *
 * Rounds down as `UniswapV2Library.getAmountOut`; 3000 ppm is its 997/1000, other fees are the
 * forks'. 0n where the contract would revert or pay nothing; never negative.
 */
export function amountOut(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: number,
  amountIn: bigint,
): bigint {
  if (amountIn <= 0n || reserveIn <= 0n || reserveOut <= 0n) return 0n
  const kept = amountIn * BigInt(1_000_000 - feePpm)
  return (kept * reserveOut) / (reserveIn * WHOLE + kept)
}

/**
 * What a pair asks for `amountOut`, to the unit.
 *
 * Rounds up as `UniswapV2Library.getAmountIn` (the quotient plus one, also where it is even).
 * Null where no input buys it: nothing asked, an empty side, or the whole reserve asked.
 */
export function amountIn(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: number,
  amountOut: bigint,
): bigint | null {
  if (amountOut <= 0n || reserveIn <= 0n || amountOut >= reserveOut) return null
  const keep = BigInt(1_000_000 - feePpm)
  if (keep <= 0n) return null
  return (reserveIn * amountOut * WHOLE) / ((reserveOut - amountOut) * keep) + 1n
}

/** Trade of exactly `amountIn`, or why router and pair would revert. */
export function quoteExactIn(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: number,
  amountIn: bigint,
): Quote {
  if (amountIn <= 0n) return refused('AMOUNT_ZERO')
  if (reserveIn <= 0n || reserveOut <= 0n) return refused('NO_LIQUIDITY')
  if (reserveIn + amountIn > MAX_RESERVE) return refused('OVERFLOW')
  const paid = amountOut(reserveIn, reserveOut, feePpm, amountIn)
  if (paid === 0n) return refused('OUTPUT_ZERO')
  return { kind: 'quoted', amountIn, amountOut: paid }
}

/** Trade for exactly `amountOut`, or why router and pair would revert. */
export function quoteExactOut(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: number,
  amountOut: bigint,
): Quote {
  if (amountOut <= 0n) return refused('OUTPUT_ZERO')
  if (reserveIn <= 0n || reserveOut <= 0n) return refused('NO_LIQUIDITY')
  if (amountOut >= reserveOut) return refused('OUTPUT_EXCEEDS_RESERVE')
  const asked = amountIn(reserveIn, reserveOut, feePpm, amountOut)
  if (asked === null) return refused('NO_LIQUIDITY')
  if (reserveIn + asked > MAX_RESERVE) return refused('OVERFLOW')
  return { kind: 'quoted', amountIn: asked, amountOut }
}

/**
 * What a constant-product pool pays for `a`, in floats: a·keep·y / (x + a·keep).
 *
 * `keep` is the share left after the fee (0.997). Nothing is rounded or checked.
 */
export const quoteV2Float = (x: number, y: number, keep: number, a: number): number =>
  (a * keep * y) / (x + a * keep)
