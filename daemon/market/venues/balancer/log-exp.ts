import { revert } from '../checked.ts'

const ONE_18 = 10n ** 18n
const ONE_20 = 10n ** 20n
const ONE_36 = 10n ** 36n

/** Bounds of an exponent of e, with 18 decimals. */
const MAX_EXPONENT = 130n * ONE_18
const MIN_EXPONENT = -41n * ONE_18

/** Around one, logarithms are taken with 36 decimals. */
const NEAR_LOW = ONE_18 - 10n ** 17n
const NEAR_HIGH = ONE_18 + 10n ** 17n

const MAX_BASE = 1n << 255n
const MAX_POWER = (1n << 254n) / ONE_20

/** e^128 and e^64 without decimals; their exponents have 18. */
const WHOLE_STEPS = [
  [128n * ONE_18, 38877084059945950922200000000000000000000000000000000000n],
  [64n * ONE_18, 6235149080811616882910000000n],
] as const

/** Powers of e from 2^5 down to 2^-4, exponents and powers with 20 decimals. */
const STEPS = [
  [32n * ONE_20, 7896296018268069516100000000000000n],
  [16n * ONE_20, 888611052050787263676000000n],
  [8n * ONE_20, 298095798704172827474000n],
  [4n * ONE_20, 5459815003314423907810n],
  [2n * ONE_20, 738905609893065022723n],
  [ONE_20, 271828182845904523536n],
  [ONE_20 / 2n, 164872127070012814685n],
  [ONE_20 / 4n, 128402541668774148407n],
  [ONE_20 / 8n, 113314845306682631683n],
  [ONE_20 / 16n, 106449445891785942956n],
] as const

/** Steps that an exponential takes before its series; a logarithm takes all. */
const EXP_STEPS = STEPS.slice(0, 8)

/**
 * x^y with 18 decimals, as Balancer's `LogExpMath.pow`: e^(y·ln x), each part truncated as there.
 *
 * Reverts where base, power or product leave the bounds of the contract.
 */
export function powOf(x: bigint, y: bigint): bigint {
  if (y === 0n) return ONE_18
  if (x === 0n) return 0n
  if (x >= MAX_BASE || y >= MAX_POWER) revert('OVERFLOW')
  let product: bigint
  if (NEAR_LOW < x && x < NEAR_HIGH) {
    const log = logNear(x)
    product = (log / ONE_18) * y + ((log % ONE_18) * y) / ONE_18
  } else product = logOf(x) * y
  const exponent = product / ONE_18
  if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) revert('OVERFLOW')
  return expOf(exponent)
}

/** e^x, x from −41 to 130, both with 18 decimals: the private `exp` of the contract. */
export function expOf(x: bigint): bigint {
  if (x < 0n) return (ONE_18 * ONE_18) / expOf(-x)
  let left = x
  let first = 1n
  const whole = WHOLE_STEPS.find(([exponent]) => left >= exponent)
  if (whole !== undefined) {
    left -= whole[0]
    first = whole[1]
  }
  left *= 100n
  let product = ONE_20
  for (const [exponent, power] of EXP_STEPS) {
    if (left < exponent) continue
    left -= exponent
    product = (product * power) / ONE_20
  }
  let term = left
  let sum = ONE_20 + term
  for (let n = 2n; n <= 12n; n++) {
    term = (term * left) / ONE_20 / n
    sum += term
  }
  return (((product * sum) / ONE_20) * first) / 100n
}

/** ln a, both with 18 decimals, a above 0: the private `_ln` of the contract. */
export function logOf(a: bigint): bigint {
  if (a < ONE_18) return -logOf((ONE_18 * ONE_18) / a)
  let left = a
  let sum = 0n
  for (const [exponent, power] of WHOLE_STEPS) {
    if (left < power * ONE_18) continue
    left /= power
    sum += exponent
  }
  sum *= 100n
  left *= 100n
  for (const [exponent, power] of STEPS) {
    if (left < power) continue
    left = (left * ONE_20) / power
    sum += exponent
  }
  return (sum + atanhTwice(((left - ONE_20) * ONE_20) / (left + ONE_20), ONE_20, 11n)) / 100n
}

/** ln x with 36 decimals for an x near one, which has 18: the private `_ln_36` of the contract. */
function logNear(x: bigint): bigint {
  const wide = x * ONE_18
  return atanhTwice(((wide - ONE_36) * ONE_36) / (wide + ONE_36), ONE_36, 15n)
}

/** 2·(z + z³/3 + z⁵/5 + …) up to the term of `last`: ln((1 + z) / (1 − z)). */
function atanhTwice(z: bigint, one: bigint, last: bigint): bigint {
  const square = (z * z) / one
  let power = z
  let sum = z
  for (let n = 3n; n <= last; n += 2n) {
    power = (power * square) / one
    sum += power / n
  }
  return sum * 2n
}
