import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeBalancerPool,
  decodeBalancerVault,
} from '../../../daemon/chains/decode/balancer-v2.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { address, malformed, uint } from './events.ts'
import { lessATopic, logOf, withData } from './log-of.ts'

const SWAP =
  'event Swap(bytes32 indexed id, address indexed from, address indexed to, uint256 paid, uint256 got)'
const CHANGED =
  'event PoolBalanceChanged(bytes32 indexed id, address indexed who, address[] tokens, int256[] deltas, uint256[] fees)'
const MANAGED =
  'event PoolBalanceManaged(bytes32 indexed id, address indexed who, address indexed token, int256 cash, int256 managed)'
const FEE = 'event SwapFeePercentageChanged(uint256 fee)'
const RAMP = 'event AmpUpdateStarted(uint256 from, uint256 to, uint256 start, uint256 end)'
const STOP = 'event AmpUpdateStopped(uint256 value)'
const RATE = 'event TokenRateCacheUpdated(uint256 indexed place, uint256 rate)'
const OLD_RATE = 'event TokenRateCacheUpdated(address indexed token, uint256 rate)'

const POOL: Hex = `0x${'ab'.repeat(20)}`
const ID: Hex = `${POOL}${'0'.repeat(23)}1`
const WHO: Hex = `0x${'1'.repeat(40)}`

const small = fc.bigInt({ min: -(2n ** 112n), max: 2n ** 112n })

describe('decodeBalancerVault', () => {
  test('reads what a swap moved', () => {
    fc.assert(
      fc.property(address, address, uint(256), uint(256), (from, to, paid, got) => {
        expect(decodeBalancerVault(logOf(SWAP, { id: ID, from, to, paid, got }))).toEqual({
          pool: POOL,
          moves: [
            { token: from, delta: paid },
            { token: to, delta: -got },
          ],
        })
      }),
    )
  })

  test('reads what a join or an exit moved, without the fees of the protocol', () => {
    const part = fc.record({ token: address, delta: small, fee: uint(112) })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const args = {
          tokens: parts.map(({ token }) => token),
          deltas: parts.map(({ delta }) => delta),
          fees: parts.map(({ fee }) => fee),
        }
        expect(decodeBalancerVault(logOf(CHANGED, { id: ID, who: WHO, ...args }))).toEqual({
          pool: POOL,
          moves: parts.map(({ token, delta, fee }) => ({ token, delta: delta - fee })),
        })
      }),
    )
  })

  test('reads what a manager gained or lost', () => {
    const log = logOf(MANAGED, { id: ID, who: WHO, token: POOL, cash: -7n, managed: 9n })
    expect(decodeBalancerVault(log)).toEqual({ pool: POOL, moves: [{ token: POOL, delta: 2n }] })
  })

  test('says nothing of the logs of others', () => {
    expect(decodeBalancerVault({ topics: [], data: '0x' })).toEqual({ pool: null, moves: [] })
  })

  test('is null for malformed topics and data', () => {
    const swap = logOf(SWAP, { id: ID, from: WHO, to: WHO, paid: 1n, got: 1n })
    const managed = logOf(MANAGED, { id: ID, who: WHO, token: POOL, cash: 1n, managed: 1n })
    const lists = { tokens: [WHO, POOL], deltas: [1n, 2n], fees: [0n, 0n] }
    const changed = logOf(CHANGED, { id: ID, who: WHO, ...lists })
    for (const log of [swap, managed, changed]) {
      expect(decodeBalancerVault(lessATopic(log))).toBeNull()
      expect(decodeBalancerVault({ ...log, topics: log.topics.with(1, '0x') })).toBeNull()
    }
    expect(decodeBalancerVault({ ...swap, topics: swap.topics.with(3, ID) })).toBeNull()
    fc.assert(
      fc.property(malformed(2), (data) => {
        for (const log of [swap, managed])
          expect(decodeBalancerVault(withData(log, data as Hex))).toBeNull()
      }),
    )
  })

  test('is null, and never errs, for lists that do not lie in the data or differ in length', () => {
    const uneven = { tokens: [WHO, POOL], deltas: [1n], fees: [0n, 0n] }
    expect(decodeBalancerVault(logOf(CHANGED, { id: ID, who: WHO, ...uneven }))).toBeNull()
    const whole = logOf(CHANGED, { id: ID, who: WHO, tokens: [WHO], deltas: [1n], fees: [0n] })
    const words = (whole.data.length - 2) / 64
    for (let i = 0; i < words; i += 1) {
      for (const word of ['f'.repeat(64), '7'.padStart(64, '0'), `g${'0'.repeat(63)}`]) {
        const data = `0x${whole.data.slice(2, 2 + 64 * i)}${word}${whole.data.slice(66 + 64 * i)}`
        const read = decodeBalancerVault(withData(whole, data as Hex))
        if (read !== null) expect(read.moves).toHaveLength(1)
      }
      expect(
        decodeBalancerVault(withData(whole, whole.data.slice(0, 2 + 64 * i) as Hex)),
      ).toBeNull()
    }
  })
})

describe('decodeBalancerPool', () => {
  test('reads a fee, a ramp of the amplification and its end', () => {
    expect(decodeBalancerPool(logOf(FEE, { fee: 7n }))).toEqual({ kind: 'fee', fee: 7n })
    const ramp = { from: 1n, to: 2n, start: 3n, end: 4n }
    const read = { kind: 'amp', from: 1n, to: 2n, start: 3, end: 4 }
    expect(decodeBalancerPool(logOf(RAMP, ramp))).toEqual(read)
    const still = { kind: 'amp', from: 5n, to: 5n, start: 0, end: 0 }
    expect(decodeBalancerPool(logOf(STOP, { value: 5n }))).toEqual(still)
  })

  test('knows a new rate, by the place of the token or by its address', () => {
    expect(decodeBalancerPool(logOf(RATE, { place: 1n, rate: 1n }))).toEqual({ kind: 'rate' })
    expect(decodeBalancerPool(logOf(OLD_RATE, { token: WHO, rate: 1n }))).toEqual({ kind: 'rate' })
  })

  test('is null for malformed data, and says nothing of the logs of others', () => {
    expect(decodeBalancerPool({ topics: [], data: '0x' })).toEqual({ kind: 'none' })
    const ramp = logOf(RAMP, { from: 1n, to: 2n, start: 3n, end: 4n })
    const long = logOf(RAMP, { from: 1n, to: 2n, start: 3n, end: 2n ** 60n })
    expect(decodeBalancerPool(long)).toBeNull()
    fc.assert(
      fc.property(malformed(1), malformed(4), (one, four) => {
        expect(decodeBalancerPool(withData(ramp, four as Hex))).toBeNull()
        for (const log of [logOf(FEE, { fee: 1n }), logOf(STOP, { value: 1n })])
          expect(decodeBalancerPool(withData(log, one as Hex))).toBeNull()
      }),
    )
  })
})
