import { fp, uint } from './port.ts'

const ONE = 10n ** 18n
const E20 = 10n ** 20n
const E36 = 10n ** 36n

/** Powers of e by halving exponents from 2^7 on: `x0` to `x11` and `a0` to `a11` of LogExpMath. */
const X = [
  128000000000000000000n,
  64000000000000000000n,
  3200000000000000000000n,
  1600000000000000000000n,
  800000000000000000000n,
  400000000000000000000n,
  200000000000000000000n,
  100000000000000000000n,
  50000000000000000000n,
  25000000000000000000n,
  12500000000000000000n,
  6250000000000000000n,
]

const A = [
  38877084059945950922200000000000000000000000000000000000n,
  6235149080811616882910000000n,
  7896296018268069516100000000000000n,
  888611052050787263676000000n,
  298095798704172827474000n,
  5459815003314423907810n,
  738905609893065022723n,
  271828182845904523536n,
  164872127070012814685n,
  128402541668774148407n,
  113314845306682631683n,
  106449445891785942956n,
]

const x = (i: number) => X[i] ?? 0n
const a = (i: number) => A[i] ?? 0n

function exp(given: bigint): bigint {
  if (given < -41n * ONE || given > 130n * ONE) throw new Error('INVALID_EXPONENT')
  if (given < 0n) return (ONE * ONE) / exp(-given)
  let left = given
  let firstAN = 1n
  if (left >= x(0)) {
    left -= x(0)
    firstAN = a(0)
  } else if (left >= x(1)) {
    left -= x(1)
    firstAN = a(1)
  }
  left *= 100n
  let product = E20
  for (let i = 2; i <= 9; i++) {
    if (left < x(i)) continue
    left -= x(i)
    product = (product * a(i)) / E20
  }
  let seriesSum = E20
  let term = left
  seriesSum += term
  for (const n of [2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n, 11n, 12n]) {
    term = (term * left) / E20 / n
    seriesSum += term
  }
  return (((product * seriesSum) / E20) * firstAN) / 100n
}

function ln(given: bigint): bigint {
  if (given < ONE) return -ln((ONE * ONE) / given)
  let left = given
  let sum = 0n
  for (const i of [0, 1]) {
    if (left < a(i) * ONE) continue
    left /= a(i)
    sum += x(i)
  }
  sum *= 100n
  left *= 100n
  for (let i = 2; i <= 11; i++) {
    if (left < a(i)) continue
    left = (left * E20) / a(i)
    sum += x(i)
  }
  const z = ((left - E20) * E20) / (left + E20)
  const zSquared = (z * z) / E20
  let num = z
  let seriesSum = num
  for (const n of [3n, 5n, 7n, 9n, 11n]) {
    num = (num * zSquared) / E20
    seriesSum += num / n
  }
  seriesSum *= 2n
  return (sum + seriesSum) / 100n
}

function ln36(given: bigint): bigint {
  const wide = given * ONE
  const z = ((wide - E36) * E36) / (wide + E36)
  const zSquared = (z * z) / E36
  let num = z
  let seriesSum = num
  for (const n of [3n, 5n, 7n, 9n, 11n, 13n, 15n]) {
    num = (num * zSquared) / E36
    seriesSum += num / n
  }
  return seriesSum * 2n
}

/** `LogExpMath.pow`; throws where it reverts. */
export function pow(base: bigint, power: bigint): bigint {
  if (power === 0n) return ONE
  if (base === 0n) return 0n
  if (base >> 255n !== 0n || power >= 2n ** 254n / E20) throw new Error('OUT_OF_BOUNDS')
  const close = base > ONE - 10n ** 17n && base < ONE + 10n ** 17n
  const log = close ? ln36(base) : ln(base)
  const times = close ? (log / ONE) * power + ((log % ONE) * power) / ONE : log * power
  return exp(times / ONE)
}

function powUp(base: bigint, power: bigint, short: boolean): bigint {
  if (short && power === ONE) return base
  if (short && power === 2n * ONE) return fp.mulUp(base, base)
  if (short && power === 4n * ONE) return fp.mulUp(fp.mulUp(base, base), fp.mulUp(base, base))
  const raw = pow(base, power)
  return uint(raw + uint(fp.mulUp(raw, 10_000n) + 1n))
}

const LIMIT = 3n * 10n ** 17n

/** `WeightedMath._calcOutGivenIn`. */
export const weightedOut =
  (weights: readonly bigint[], short: boolean) =>
  (balances: readonly bigint[], i: number, j: number, amount: bigint): bigint => {
    const [from, to] = [balances[i] ?? 0n, balances[j] ?? 0n]
    if (amount > fp.mulDown(from, LIMIT)) throw new Error('MAX_IN_RATIO')
    const base = fp.divUp(from, uint(from + amount))
    const power = powUp(base, fp.divDown(weights[i] ?? 0n, weights[j] ?? 0n), short)
    return fp.mulDown(to, fp.complement(power))
  }

/** `WeightedMath._calcInGivenOut`. */
export const weightedIn =
  (weights: readonly bigint[], short: boolean) =>
  (balances: readonly bigint[], i: number, j: number, amount: bigint): bigint => {
    const [from, to] = [balances[i] ?? 0n, balances[j] ?? 0n]
    if (amount > fp.mulDown(to, LIMIT)) throw new Error('MAX_OUT_RATIO')
    const base = fp.divUp(to, uint(to - amount))
    const power = powUp(base, fp.divUp(weights[j] ?? 0n, weights[i] ?? 0n), short)
    return fp.mulUp(from, uint(power - ONE))
  }
