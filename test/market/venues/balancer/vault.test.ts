import { describe, expect, test } from 'vitest'
import {
  balancerStable,
  type StableState,
} from '../../../../daemon/market/venues/balancer/balancer-stable.ts'
import {
  balancerWeighted,
  type WeightedState,
} from '../../../../daemon/market/venues/balancer/balancer-weighted.ts'
import { steady } from '../../../../daemon/market/venues/ramp.ts'
import { logOf, withData } from '../../../chains/decode/log-of.ts'

const ONE = 10n ** 18n
const hex = (digit: number) => `0x${String(digit).repeat(40)}` as const
const POOL = hex(9)
const ID = `${POOL}${'0'.repeat(23)}1` as const

const weighted: WeightedState = {
  address: POOL,
  tokens: [hex(1), hex(2)],
  balances: [1000n, 2000n],
  weights: [ONE / 2n, ONE / 2n],
  swapFee: 0n,
  shortPowers: true,
}
const stable: StableState = {
  ...{ address: POOL, tokens: weighted.tokens, balances: weighted.balances, swapFee: 0n },
  scaling: [ONE, ONE],
  amp: steady(100_000n),
  bptIndex: null,
  rounding: 'down',
}

const SWAP =
  'event Swap(bytes32 indexed id, address indexed from, address indexed to, uint256 paid, uint256 got)'
const CHANGED =
  'event PoolBalanceChanged(bytes32 indexed id, address indexed who, address[] tokens, int256[] deltas, uint256[] fees)'
const MANAGED =
  'event PoolBalanceManaged(bytes32 indexed id, address indexed who, address indexed token, int256 cash, int256 managed)'
const swap = (args: object) =>
  logOf(SWAP, { id: ID, from: hex(1), to: hex(2), paid: 70n, got: 90n, ...args })
const join = (deltas: readonly bigint[], fees: readonly bigint[]) =>
  logOf(CHANGED, { id: ID, who: hex(5), tokens: weighted.tokens, deltas, fees })

describe('the logs of the Vault', () => {
  const fold = balancerWeighted.fold

  test('move the balances of the pool that they name, and of no other', () => {
    expect(fold(weighted, swap({}))).toEqual({ ...weighted, balances: [1070n, 1910n] })
    expect(fold(weighted, swap({ id: `0x${'1'.repeat(64)}` }))).toBe(weighted)
    expect(fold(weighted, join([10n, 20n], [1n, 2n]))).toMatchObject({ balances: [1009n, 2018n] })
    expect(fold(weighted, join([-10n, -20n], [1n, 0n]))).toMatchObject({ balances: [989n, 1980n] })
    const managed = { id: ID, who: hex(5), token: hex(2), cash: -50n, managed: 55n }
    expect(fold(weighted, logOf(MANAGED, managed))).toMatchObject({ balances: [1000n, 2005n] })
    expect(balancerStable.fold(stable, swap({}))).toEqual({ ...stable, balances: [1070n, 1910n] })
  })

  test('are refused where they contradict the pool', () => {
    expect(fold(weighted, swap({ got: 2001n }))).toBeNull()
    expect(fold(weighted, swap({ got: 2000n }))).toMatchObject({ balances: [1070n, 0n] })
    expect(fold(weighted, swap({ paid: 2n ** 112n }))).toBeNull()
    expect(fold(weighted, swap({ from: hex(3) }))).toBeNull()
    expect(fold(weighted, withData(swap({}), '0x'))).toBeNull()
  })

  test('are ignored when they are of others', () => {
    expect(fold(weighted, { ...swap({}), topics: [] })).toBe(weighted)
    expect(fold(weighted, { ...swap({}), topics: [], address: POOL })).toBe(weighted)
  })
})

describe('the logs of a pool itself', () => {
  const fee = logOf('event SwapFeePercentageChanged(uint256 fee)', { fee: 7n }, POOL)
  const ramp = logOf(
    'event AmpUpdateStarted(uint256 a, uint256 b, uint256 c, uint256 d)',
    { a: 1n, b: 2n, c: 3n, d: 4n },
    POOL,
  )
  const rate = logOf(
    'event TokenRateCacheUpdated(uint256 indexed a, uint256 b)',
    { a: 1n, b: ONE },
    POOL,
  )

  test('change its fee', () => {
    expect(balancerWeighted.fold(weighted, fee)).toEqual({ ...weighted, swapFee: 7n })
    expect(balancerStable.fold(stable, fee)).toEqual({ ...stable, swapFee: 7n })
    expect(balancerWeighted.fold(weighted, withData(fee, '0x'))).toBeNull()
    expect(balancerWeighted.fold(weighted, { ...fee, address: hex(8) })).toBe(weighted)
  })

  test('change the amplification of a stable one, which is to be read after a new rate', () => {
    const amp = { from: 1n, to: 2n, start: 3, end: 4 }
    expect(balancerStable.fold(stable, ramp)).toEqual({ ...stable, amp })
    const stopped = logOf('event AmpUpdateStopped(uint256 a)', { a: 5n }, POOL)
    expect(balancerStable.fold(stable, stopped)).toEqual({ ...stable, amp: steady(5n) })
    expect(balancerStable.fold(stable, rate)).toBeNull()
    for (const log of [fee, ramp, stopped, rate, swap({})])
      expect(balancerStable.topics).toContain(log.topics[0])
  })
})
