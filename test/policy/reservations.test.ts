import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hex } from '../../daemon/kernel/units.ts'
import { type Reservations, reservationsOver } from '../../daemon/policy/reservations.ts'
import type { Reservation } from '../../daemon/policy/types.ts'
import { poolAt, USDC, WETH } from '../scoring/examples.ts'

const CAPITAL = 1_000n
const over = (capital: bigint | null = CAPITAL) =>
  reservationsOver({ capital: () => capital, successPpm: () => 1_000_000 })

const wish = (id: string, input: bigint, places: readonly number[], token: Hex = WETH) => ({
  id,
  token,
  input,
  atRisk: 1n,
  pools: places.map(poolAt),
})

type Step =
  | { readonly kind: 'take'; readonly wanted: Reservation }
  | { readonly kind: 'release'; readonly id: string }

const id = fc.nat(20).map(String)
const steps = fc.array(
  fc.oneof(
    fc
      .tuple(
        id,
        fc.bigInt({ min: 1n, max: 600n }),
        fc.uniqueArray(fc.nat(11), { minLength: 2, maxLength: 3 }),
        fc.constantFrom(WETH, USDC),
      )
      .map(([name, input, places, token]): Step => {
        return { kind: 'take', wanted: wish(name, input, places, token) }
      }),
    id.map((name): Step => ({ kind: 'release', id: name })),
  ),
  { maxLength: 60 },
)

type Held = Map<string, Reservation>

/** Does the step, and keeps what should be held beside it. */
function follow(reservations: Reservations, held: Held, step: Step): void {
  if (step.kind === 'release') {
    reservations.release(step.id)
    held.delete(step.id)
    return
  }
  if (reservations.take(step.wanted) !== 'taken') return
  expect(held.has(step.wanted.id)).toBe(false)
  held.set(step.wanted.id, step.wanted)
}

const sumOf = (held: Held, token: Hex): bigint =>
  [...held.values()].reduce((sum, each) => sum + (each.token === token ? each.input : 0n), 0n)

describe('reservations', () => {
  test('never hold more than the capital, nor a pool twice, and give back exactly', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const reservations = over()
        const held = new Map() as Held
        for (const step of all) {
          follow(reservations, held, step)
          const pools = [...held.values()].flatMap((each) => each.pools)
          expect(new Set(pools).size).toBe(pools.length)
          for (const token of [WETH, USDC]) {
            expect(sumOf(held, token)).toBeLessThanOrEqual(CAPITAL)
            expect(reservations.free(token)).toBe(CAPITAL - sumOf(held, token))
          }
          expect(reservations.count()).toBe(held.size)
        }
        for (const name of held.keys()) reservations.release(name)
        expect(reservations.free(WETH)).toBe(CAPITAL)
      }),
    )
  })

  test('give the last unit, and not one more', () => {
    const reservations = over()
    expect(reservations.take(wish('a', CAPITAL - 1n, [0, 1]))).toBe('taken')
    expect(reservations.take(wish('b', 2n, [2, 3]))).toBe('CAPITAL')
    expect(reservations.take(wish('b', 1n, [2, 3]))).toBe('taken')
  })

  test('keep a pool for one trade at a time', () => {
    const reservations = over()
    expect(reservations.take(wish('a', 1n, [0, 1]))).toBe('taken')
    expect(reservations.take(wish('b', 1n, [1, 2]))).toBe('POOL_BUSY')
    reservations.release('a')
    expect(reservations.take(wish('b', 1n, [1, 2]))).toBe('taken')
  })

  test('take one finding once', () => {
    const reservations = over()
    reservations.take(wish('a', 1n, [0, 1]))
    expect(reservations.take(wish('a', 1n, [0, 1]))).toBe('POOL_BUSY')
    expect(reservations.take(wish('a', 1n, [2, 3]))).toBe('POOL_BUSY')
    expect(reservations.free(WETH)).toBe(CAPITAL - 1n)
  })

  test('refuse what the books do not know', () => {
    const reservations = over(null)
    expect(reservations.free(WETH)).toBeNull()
    expect(reservations.take(wish('a', 1n, [0, 1]))).toBe('CAPITAL')
  })

  test('hold again after a restart, even more than there is', () => {
    const reservations = over()
    reservations.restore(wish('a', 2n * CAPITAL, [0, 1]))
    expect(reservations.free(WETH)).toBe(-CAPITAL)
    expect(reservations.take(wish('b', 1n, [2, 3]))).toBe('CAPITAL')
    reservations.release('a')
    expect(reservations.take(wish('b', 1n, [0, 1]))).toBe('taken')
  })
})
