import fc from 'fast-check'
import type { Delta } from '../../daemon/execution/types.ts'
import { word } from '../../daemon/kernel/hex.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import type { Entry, Line } from '../../daemon/ledger/types.ts'
import { block, EXECUTOR, orderOf, SIGNER } from '../execution/orders/examples.ts'
import { USDC, WETH } from '../scoring/examples.ts'

/** Hash of the i-th order. */
export const hashAt = (i: number): Hex => orderOf(i).hash

/** The line of the i-th order. */
export const placed = (i: number): Extract<Line, { kind: 'order' }> => ({
  kind: 'order',
  order: orderOf(i),
  token: WETH,
  input: 10n,
  atRisk: 1n,
  pools: [`0x${word(i)}`],
  strategy: 'cross-dex-arbitrage',
  facts: { 'trade.hops': 2 },
  fired: [],
  revision: 'rev',
})

/** The line of the i-th order's landing. */
export const landed = (
  i: number,
  deltas: readonly Delta[],
  height = 101,
): Extract<Line, { kind: 'landed' }> => ({
  kind: 'landed',
  hash: hashAt(i),
  block: block(height),
  success: true,
  gasUsed: 200_000n,
  deltas,
})

/** The i-th of many lines that are all different, as an entry. */
export const entryAt = (i: number): Entry => ({
  network: 'devnet',
  kind: 'dropped',
  hash: `0x${word(i)}`,
  why: `number ${i}`,
})

const account = fc.constantFrom(SIGNER, EXECUTOR)
const asset = fc.constantFrom<Hex | 'native'>('native', WETH, USDC)

/** What an outcome moved. */
export const deltas: fc.Arbitrary<readonly Delta[]> = fc.array(
  fc.record({ account, asset, units: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }) }),
  { maxLength: 4 },
)
