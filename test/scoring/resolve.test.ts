import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wei } from '../../daemon/kernel/units.ts'
import { resolveOverlaps } from '../../daemon/scoring/resolve.ts'
import type { Scored } from '../../daemon/scoring/types.ts'
import { poolAt, scoredOf } from './examples.ts'

const through = (net: bigint, places: readonly number[]): Scored => ({
  ...scoredOf({ pools: places.map(poolAt) }),
  net: wei(net),
})
const poolsOf = ({ opportunity }: Scored) => opportunity.hops.map(({ pool }) => pool)
const share = (a: Scored, b: Scored) => poolsOf(a).some((pool) => poolsOf(b).includes(pool))

const some = fc
  .array(
    fc
      .tuple(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.uniqueArray(fc.nat(9), { minLength: 2, maxLength: 2 }),
      )
      .map(([net, places]) => through(net, places)),
  )
  .map((list) => list as readonly Scored[])

describe('resolveOverlaps', () => {
  test('never leaves two with a pool in common', () => {
    fc.assert(
      fc.property(some, (scored) => {
        const { apart } = resolveOverlaps(scored)
        for (const [i, each] of apart.entries())
          for (const other of apart.slice(i + 1)) expect(share(each, other)).toBe(false)
      }),
    )
  })

  test('keeps the best, best first, and loses none', () => {
    fc.assert(
      fc.property(some, (scored) => {
        const { apart, overlapping } = resolveOverlaps(scored)
        expect(new Set([...apart, ...overlapping])).toEqual(new Set(scored))
        expect(apart.length + overlapping.length).toBe(scored.length)
        const nets = apart.map(({ net }) => net)
        expect(nets).toEqual(nets.toSorted((a, b) => (a < b ? 1 : -1)))
        for (const lost of overlapping)
          expect(apart.some((each) => share(each, lost) && each.net >= lost.net)).toBe(true)
      }),
    )
  })

  test('tells two nets apart that differ by one wei', () => {
    const [more, less] = [through(10n ** 24n + 1n, [0, 1]), through(10n ** 24n, [1, 2])]
    expect(resolveOverlaps([less, more])).toEqual({ apart: [more], overlapping: [less] })
  })
})
