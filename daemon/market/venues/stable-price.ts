/**
 * What a unit of coin `i` is worth in coin `j` of a stable-swap pool, before fees, as a float.
 *
 * Along Ann·Σx + D = Ann·D + D^(n+1) / (n^n ∏x) it is (Ann + K/x_i) / (Ann + K/x_j) with K the last
 * term. `ann` is Curve's A·n with its precision taken out. 0 where a balance is 0.
 */
export function stablePrice(
  balances: readonly number[],
  ann: number,
  i: number,
  j: number,
): number {
  const x = balances[i] ?? 0
  const y = balances[j] ?? 0
  if (!balances.every((balance) => balance > 0) || x === 0 || y === 0) return 0
  const spread = balancedTerm(balances, ann)
  return (ann + spread / x) / (ann + spread / y)
}

/** D^(n+1) / (n^n ∏x), by Newton's for D. */
function balancedTerm(balances: readonly number[], ann: number): number {
  const count = balances.length
  const sum = balances.reduce((a, b) => a + b, 0)
  let invariant = sum
  let term = 0
  for (let i = 0; i < 64; i++) {
    term = balances.reduce((product, x) => (product * invariant) / (x * count), invariant)
    const before = invariant
    invariant = ((ann * sum + term * count) * before) / ((ann - 1) * before + (count + 1) * term)
    if (Math.abs(invariant - before) <= 1e-15 * before) break
  }
  return balances.reduce((product, x) => (product * invariant) / (x * count), invariant)
}
