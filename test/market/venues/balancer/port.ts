const MAX = 2n ** 256n
const ONE = 10n ** 18n

/** What both of Balancer's kinds of pool take from a swap request. */
export type PortPool = {
  readonly balances: readonly bigint[]
  readonly scaling: readonly bigint[]
  readonly fee: bigint
}

export const uint = (n: bigint): bigint => {
  if (n < 0n || n >= MAX) throw new Error('overflow')
  return n
}

/** `FixedPoint` and `Math` of the contracts, with their checks. */
export const fp = {
  mulDown: (a: bigint, b: bigint) => uint(a * b) / ONE,
  mulUp: (a: bigint, b: bigint) => (a * b === 0n ? 0n : (uint(a * b) - 1n) / ONE + 1n),
  divDown: (a: bigint, b: bigint) => uint(a * ONE) / b,
  divUp: (a: bigint, b: bigint) => (a === 0n ? 0n : (uint(a * ONE) - 1n) / b + 1n),
  complement: (x: bigint) => (x < ONE ? ONE - x : 0n),
}

const divUp = (a: bigint, b: bigint) => (a === 0n && b !== 0n ? 0n : (a - 1n) / b + 1n)

type Given = (balances: readonly bigint[], i: number, j: number, amount: bigint) => bigint

/** `BaseGeneralPool.onSwap` of an exact input; null where it, or the Vault, reverts. */
export function swapGivenIn(pool: PortPool, i: number, j: number, amount: bigint, out: Given) {
  return orNull(() => {
    const scale = (n: bigint, k: number) => fp.mulDown(n, pool.scaling[k] ?? 0n)
    const net = uint(amount - fp.mulUp(amount, pool.fee))
    const upscaled = pool.balances.map(scale)
    const paid = fp.divDown(out(upscaled, i, j, scale(net, i)), pool.scaling[j] ?? 0n)
    if ((pool.balances[i] ?? 0n) + amount >= 2n ** 112n) throw new Error('balance')
    uint((pool.balances[j] ?? 0n) - paid)
    return paid
  })
}

/** `BaseGeneralPool.onSwap` of an exact output; null where it, or the Vault, reverts. */
export function swapGivenOut(pool: PortPool, i: number, j: number, amount: bigint, into: Given) {
  return orNull(() => {
    const scale = (n: bigint, k: number) => fp.mulDown(n, pool.scaling[k] ?? 0n)
    uint((pool.balances[j] ?? 0n) - amount)
    const upscaled = pool.balances.map(scale)
    const net = fp.divUp(into(upscaled, i, j, scale(amount, j)), pool.scaling[i] ?? 0n)
    const paid = fp.divUp(net, fp.complement(pool.fee))
    if ((pool.balances[i] ?? 0n) + paid >= 2n ** 112n) throw new Error('balance')
    return paid
  })
}

function orNull(trade: () => bigint): bigint | null {
  try {
    return trade()
  } catch {
    return null
  }
}

const near = (a: bigint, b: bigint): boolean => (a > b ? a - b <= 1n : b - a <= 1n)
const total = (balances: readonly bigint[]) => balances.reduce((all, x) => uint(all + x), 0n)

/** `StableMath._calculateInvariant` as it is since 2022, all rounded down. */
export function invariantDown(amp: bigint, balances: readonly bigint[]): bigint {
  const n = BigInt(balances.length)
  const sum = total(balances)
  if (sum === 0n) return 0n
  const ampTimesTotal = amp * n
  let invariant = sum
  for (let i = 0; i < 255; i++) {
    let dp = invariant
    for (const balance of balances) dp = uint(dp * invariant) / uint(balance * n)
    const prev = invariant
    const top = uint(uint(uint(ampTimesTotal * sum) / 1000n + uint(dp * n)) * invariant)
    const bottom = uint(uint((ampTimesTotal - 1000n) * invariant) / 1000n + uint((n + 1n) * dp))
    invariant = top / bottom
    if (near(invariant, prev)) return invariant
  }
  throw new Error('STABLE_INVARIANT_DIDNT_CONVERGE')
}

/** The same as it was in 2021, called with `roundUp`. */
export function invariantUp(amp: bigint, balances: readonly bigint[]): bigint {
  const n = BigInt(balances.length)
  const sum = total(balances)
  if (sum === 0n) return 0n
  const ampTimesTotal = amp * n
  let invariant = sum
  for (let i = 0; i < 255; i++) {
    let pd = uint((balances[0] ?? 0n) * n)
    for (let j = 1; j < balances.length; j++)
      pd = divUp(uint(uint(pd * (balances[j] ?? 0n)) * n), invariant)
    const prev = invariant
    const grown = divUp(uint(uint(ampTimesTotal * sum) * pd), 1000n)
    const shrunk = uint((ampTimesTotal - 1000n) * pd) / 1000n
    const top = uint(uint(uint(n * invariant) * invariant) + grown)
    invariant = divUp(top, uint(uint((n + 1n) * invariant) + shrunk))
    if (near(invariant, prev)) return invariant
  }
  throw new Error('STABLE_INVARIANT_DIDNT_CONVERGE')
}

function balanceGiven(amp: bigint, balances: readonly bigint[], invariant: bigint, at: number) {
  const n = BigInt(balances.length)
  const ampTimesTotal = amp * n
  let sum = balances[0] ?? 0n
  let pd = uint((balances[0] ?? 0n) * n)
  for (let j = 1; j < balances.length; j++) {
    pd = uint(uint(pd * (balances[j] ?? 0n)) * n) / invariant
    sum = uint(sum + (balances[j] ?? 0n))
  }
  sum -= balances[at] ?? 0n
  const inv2 = uint(invariant * invariant)
  const c = uint(uint(divUp(inv2, uint(ampTimesTotal * pd)) * 1000n) * (balances[at] ?? 0n))
  const b = uint(sum + uint((invariant / ampTimesTotal) * 1000n))
  let balance = divUp(uint(inv2 + c), uint(invariant + b))
  for (let i = 0; i < 255; i++) {
    const prev = balance
    balance = divUp(uint(uint(balance * balance) + c), uint(uint(balance * 2n) + b - invariant))
    if (near(balance, prev)) return balance
  }
  throw new Error('STABLE_GET_BALANCE_DIDNT_CONVERGE')
}

type Invariant = (amp: bigint, balances: readonly bigint[]) => bigint

/** `StableMath._calcOutGivenIn`. */
export const stableOut =
  (amp: bigint, invariantOf: Invariant): Given =>
  (balances, i, j, amount) => {
    const invariant = invariantOf(amp, balances)
    const after = balances.with(i, uint((balances[i] ?? 0n) + amount))
    return uint((balances[j] ?? 0n) - balanceGiven(amp, after, invariant, j) - 1n)
  }

/** `StableMath._calcInGivenOut`. */
export const stableIn =
  (amp: bigint, invariantOf: Invariant): Given =>
  (balances, i, j, amount) => {
    const invariant = invariantOf(amp, balances)
    const after = balances.with(j, uint((balances[j] ?? 0n) - amount))
    return uint(balanceGiven(amp, after, invariant, i) - (balances[i] ?? 0n) + 1n)
  }
