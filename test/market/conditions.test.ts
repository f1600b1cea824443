import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditionsAt, nextBaseFee } from '../../daemon/market/conditions.ts'
import { headAt } from '../chains/feeds/blocks.ts'

const fees = fc.bigInt({ min: 0n, max: 10n ** 13n })
const limits = fc.bigInt({ min: 2n, max: 10n ** 9n })

describe('nextBaseFee', () => {
  test('moves by an eighth at most, up when more than half is used and down when less', () => {
    fc.assert(
      fc.property(fees, limits, fc.nat(1_000), (baseFee, gasLimit, permille) => {
        const gasUsed = (gasLimit * BigInt(permille)) / 1_000n
        const next = nextBaseFee({ baseFee, gasLimit, gasUsed })
        const target = gasLimit / 2n
        expect(next).toBeGreaterThanOrEqual(baseFee - baseFee / 8n - 1n)
        expect(next).toBeLessThanOrEqual(
          baseFee + (baseFee * (gasLimit - target)) / target / 8n + 1n,
        )
        if (gasUsed > target) expect(next).toBeGreaterThan(baseFee)
        else expect(next).toBeLessThanOrEqual(baseFee)
      }),
    )
  })

  test('is an eighth more after a full block, an eighth less after an empty one', () => {
    const gasLimit = 30_029_122n
    const full = { baseFee: 1_000_000_000n, gasLimit, gasUsed: gasLimit }
    expect(nextBaseFee(full)).toBe(1_125_000_000n)
    expect(nextBaseFee({ ...full, gasUsed: 0n })).toBe(875_000_000n)
    expect(nextBaseFee({ ...full, gasUsed: gasLimit / 2n })).toBe(1_000_000_000n)
  })

  test('rises by one wei where an eighth is less, and is 0 where the chain has none', () => {
    expect(nextBaseFee({ baseFee: 7n, gasLimit: 100n, gasUsed: 51n })).toBe(8n)
    expect(nextBaseFee({ baseFee: null, gasLimit: 100n, gasUsed: 51n })).toBe(0n)
  })
})

describe('conditionsAt', () => {
  test('names the block and the base fee that comes after it', () => {
    const head = headAt(7)
    expect(conditionsAt('devnet', head)).toEqual({
      network: 'devnet',
      block: { height: 7, id: head.id },
      nextBaseFee: 7n,
    })
  })
})
