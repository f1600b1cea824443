import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  attempt,
  divUp,
  mul,
  revert,
  sub,
  UINT256_MAX,
} from '../../../daemon/market/venues/checked.ts'
import { quoted, type Refusal } from '../../../daemon/market/venues/quote.ts'

const uint = fc.bigInt({ min: 0n, max: UINT256_MAX })
const result = (sum: () => bigint) => attempt(() => quoted(0n, sum()))

describe('checked arithmetic', () => {
  test('gives the number, or reverts where it is no uint256', () => {
    const fits = (n: bigint) =>
      n < 0n || n > UINT256_MAX ? { kind: 'refused', why: 'OVERFLOW' } : quoted(0n, n)
    fc.assert(
      fc.property(uint, uint, (a, b) => {
        expect(result(() => add(a, b))).toEqual(fits(a + b))
        expect(result(() => sub(a, b))).toEqual(fits(a - b))
        expect(result(() => mul(a, b))).toEqual(fits(a * b))
      }),
    )
    expect(add(UINT256_MAX, 0n)).toBe(2n ** 256n - 1n)
    expect(result(() => add(UINT256_MAX, 1n)).kind).toBe('refused')
  })

  test('divides up, and reverts on 0', () => {
    expect([0n, 1n, 6n, 7n, 8n].map((n) => divUp(n, 7n))).toEqual([0n, 1n, 1n, 1n, 2n])
    expect(result(() => divUp(0n, 0n))).toEqual({ kind: 'refused', why: 'OVERFLOW' })
    expect(result(() => divUp(5n, 0n))).toEqual({ kind: 'refused', why: 'OVERFLOW' })
  })
})

describe('attempt', () => {
  test('turns a revert into the refusal that it names', () => {
    const reasons: Refusal[] = ['NO_LIQUIDITY', 'NOT_CONVERGED', 'OVER_RATIO', 'OVERFLOW']
    for (const why of [...reasons, 'OUTPUT_EXCEEDS_RESERVE' as const])
      expect(attempt(() => revert(why))).toEqual({ kind: 'refused', why })
  })

  test('lets every other error through', () => {
    const broken = () => attempt(() => (undefined as unknown as { quote: () => never }).quote())
    expect(broken).toThrow(TypeError)
  })
})
