import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Delta } from '../../daemon/execution/types.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import {
  type Books,
  booksOf,
  differences,
  earnedOf,
  emptyBooks,
  position,
  post,
  successPpm,
} from '../../daemon/ledger/books.ts'
import type { Balance, Line } from '../../daemon/ledger/types.ts'
import { block, EXECUTOR, SIGNER } from '../execution/orders/examples.ts'
import { USDC, WETH } from '../scoring/examples.ts'
import { deltas, hashAt, landed, placed } from './examples.ts'

const outcome = fc.nat(7).chain((i) =>
  fc.oneof(
    fc.constant<Line>(placed(i)),
    fc.tuple(deltas, fc.nat(9)).map(([moved, n]): Line => landed(i, moved, 100 + n)),
    fc.constant<Line>({ kind: 'dropped', hash: hashAt(i), why: 'gone' }),
    fc.constant<Line>({ kind: 'reopened', hash: hashAt(i), lost: block(101) }),
  ),
)
const sequences = fc.array(outcome, { maxLength: 60 })

const postAll = (lines: readonly Line[], books = emptyBooks()): Books => {
  for (const line of lines) post(books, line)
  return books
}
const hashOf = (line: Line): Hex | null => ('hash' in line ? line.hash : null)

/** What each order's last line says, out of the whole sequence. */
function lastLines(lines: readonly Line[]): ReadonlyMap<Hex, Line> {
  const last = new Map<Hex, Line>()
  for (const line of lines) {
    const hash = hashOf(line)
    if (hash !== null) last.set(hash, line)
  }
  return last
}

const keyOf = ({ account, asset }: Pick<Delta, 'account' | 'asset'>) => `${account} ${asset}`

/** Sums by account and asset, without those that are 0. */
function sumsOf(all: readonly Delta[]): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {}
  for (const delta of all) sums[keyOf(delta)] = (sums[keyOf(delta)] ?? 0n) + delta.units
  return Object.fromEntries(Object.entries(sums).filter(([, units]) => units !== 0n))
}

const native = (account: Hex, units: bigint): Balance => ({ account, asset: 'native', units })
const held = (asset: Hex, units: bigint): Balance => ({ account: EXECUTOR, asset, units })

describe('post', () => {
  test('keeps sums that equal those computed from scratch', () => {
    fc.assert(
      fc.property(sequences, (lines) => {
        const books = postAll(lines)
        const last = [...lastLines(lines).values()]
        const moved = last.flatMap((line) => (line.kind === 'landed' ? line.deltas : []))
        expect(sumsOf([...books.sums.values()])).toEqual(sumsOf(moved))
      }),
    )
  })

  test('lets the last line about an order say where it stands', () => {
    fc.assert(
      fc.property(sequences, (lines) => {
        const books = postAll(lines)
        const last = lastLines(lines)
        const those = (kind: Line['kind']) =>
          [...last].flatMap(([hash, line]) => (line.kind === kind ? [hash] : [])).sort()
        expect([...books.landed.keys()].sort()).toEqual(those('landed'))
        expect([...books.dropped].sort()).toEqual(those('dropped'))
      }),
    )
  })

  test('takes out to the unit what a reopened order had moved', () => {
    fc.assert(
      fc.property(sequences, deltas, (lines, moved) => {
        const without = sumsOf([...postAll(lines).sums.values()])
        const books = postAll(lines)
        const before = books.landed.get(hashAt(99))
        expect(before).toBeUndefined()
        post(books, landed(99, moved))
        post(books, { kind: 'reopened', hash: hashAt(99), lost: block(101) })
        expect(sumsOf([...books.sums.values()])).toEqual(without)
        expect(books.landed.has(hashAt(99))).toBe(false)
      }),
    )
  })

  test('counts an order once that landed, was reopened, and landed elsewhere', () => {
    const gas: Delta = { account: SIGNER, asset: 'native', units: -5n }
    const books = postAll([
      placed(1),
      landed(1, [gas], 101),
      { kind: 'reopened', hash: hashAt(1), lost: block(101) },
      landed(1, [{ ...gas, units: -7n }], 102),
    ])
    expect([...books.sums.values()]).toEqual([{ ...gas, units: -7n }])
  })

  test('forgets the closing when a new order comes', () => {
    const closing: Line = { kind: 'closing', block: block(9), balances: [] }
    expect(postAll([placed(1), closing]).closing).toEqual(closing)
    expect(postAll([placed(1), closing, placed(2)]).closing).toBeNull()
  })
})

describe('booksOf', () => {
  test('posts the lines of one network and of no other', () => {
    const moved: Delta = { account: SIGNER, asset: 'native', units: -5n }
    const books = booksOf(
      [
        { network: 'devnet', ...landed(1, [moved]) },
        { network: 'ethereum', ...landed(2, [moved]) },
      ],
      'devnet',
    )
    expect([...books.landed.keys()]).toEqual([hashAt(1)])
  })
})

describe('position', () => {
  const opening: Line = { kind: 'opening', block: block(1), balances: [held(WETH, 50n)] }

  test('is the opening and what was realised since', () => {
    const books = postAll([opening, landed(1, [held(WETH, 3n)])])
    expect(position(books, EXECUTOR, WETH)).toBe(53n)
  })

  test('is unknown where the opening is not', () => {
    expect(position(emptyBooks(), EXECUTOR, WETH)).toBeNull()
    expect(position(postAll([opening]), EXECUTOR, USDC)).toBeNull()
    expect(position(postAll([opening]), SIGNER, WETH)).toBeNull()
  })

  test('knows what a later opening adds, beside what the first said', () => {
    const later: Line = { kind: 'opening', block: block(2), balances: [held(USDC, 7n)] }
    const books = postAll([opening, later])
    expect([position(books, EXECUTOR, WETH), position(books, EXECUTOR, USDC)]).toEqual([50n, 7n])
  })
})

describe('differences', () => {
  const opening: Line = {
    kind: 'opening',
    block: block(1),
    balances: [native(SIGNER, 1_000n), held(WETH, 50n)],
  }
  const books = postAll([opening, landed(1, [native(SIGNER, -20n), held(WETH, 30n)])])

  test('are none where closing less opening is what was realised', () => {
    expect(differences(books, [native(SIGNER, 980n), held(WETH, 80n)])).toEqual([])
  })

  test.each([1n, -1n])('show a single unit: %s', (unit) => {
    const found = differences(books, [native(SIGNER, 980n), held(WETH, 80n + unit)])
    expect(found).toEqual([{ ...held(WETH, 80n + unit), inBooks: 30n, onChain: 30n + unit }])
  })

  test('show what nobody opened', () => {
    expect(differences(books, [held(USDC, 1n)])).toMatchObject([{ inBooks: 0n, onChain: 1n }])
  })
})

describe('successPpm', () => {
  const at = (i: number, gas: bigint, weth: bigint) =>
    landed(i, [native(SIGNER, gas), held(WETH, weth)])

  test('is the whole before the first', () => {
    expect(successPpm(emptyBooks(), WETH)).toBe(1_000_000)
  })

  test('counts what earned its gas, to the wei', () => {
    const books = postAll([at(1, -5n, 5n), at(2, -5n, 4n), at(3, -5n, 6n)])
    expect(successPpm(books, WETH)).toBe(666_666)
  })

  test('looks at the last so many', () => {
    const books = postAll([at(1, -5n, 0n), at(2, -5n, 6n)])
    expect([successPpm(books, WETH, 1), successPpm(books, WETH, 2)]).toEqual([1_000_000, 500_000])
  })
})

describe('earnedOf', () => {
  test('adds the native coin and its par token over our accounts, and nothing else', () => {
    expect(earnedOf(landed(1, [native(SIGNER, -5n), held(WETH, 9n), held(USDC, 99n)]), WETH)).toBe(
      4n,
    )
  })
})
