import { describe, expect, test } from 'vitest'
import type { Rule } from '../../daemon/config/types.ts'
import { type Rules, rulesOf } from '../../daemon/policy/engine.ts'
import { above, deny, setOf, shrink } from './rule-sets.ts'

const asking = (rules: readonly Rule[], deadlineMs = 5_000): Rules =>
  rulesOf([setOf(rules)], deadlineMs, 'rev')

const always = above('size', 0)
const never = above('size', 1_000)

/** The rule that denies comes last: it is the one that a skipped run would lose. */
const ladder = [
  ...Array.from({ length: 8 }, (_, i) => deny(`quiet-${i}`, 90 - i, never)),
  deny('stop', 1, always),
]

/** A promise that is settled by hand. */
function gate() {
  let open = (): void => undefined
  const passed = new Promise<number>((resolve) => {
    open = () => resolve(1)
  })
  return { open, passed: () => passed }
}

describe('ask', () => {
  test('gives the reasons of the rules that deny, and says which fired', async () => {
    const rules = asking([deny('large', 2, always), deny('huge', 1, never)])
    expect(await rules.ask({ size: 5 })).toEqual({
      kind: 'ruled',
      denied: ['LARGE'],
      factorPpm: 1_000_000,
      fired: ['set/large'],
    })
  })

  test('takes the least of the factors', async () => {
    const rules = asking([
      shrink('half', 500_000, always),
      shrink('tenth', 100_000, always),
      shrink('none', 1, never),
    ])
    expect(await rules.ask({ size: 5 })).toMatchObject({ denied: [], factorPpm: 100_000 })
  })

  test('never lets runs overlap: of 200 at once each has all rules answered', async () => {
    const rules = asking(ladder)
    /** A fact that takes so many turns to be known: runs of different length would overtake others. */
    const size = (turns: number) => async () => {
      for (let i = 0; i < turns; i++) await Promise.resolve()
      return 5
    }
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, i) => rules.ask({ size: size((i * 37) % 200) })),
    )
    const whole = { kind: 'ruled', denied: ['STOP'], factorPpm: 1_000_000, fired: ['set/stop'] }
    expect(all).toEqual(all.map(() => whole))
  })

  test('answers each ask with its own facts', async () => {
    const rules = asking([deny('large', 2, above('size', 50)), deny('any', 1, always)])
    const sizes = Array.from({ length: 100 }, (_, i) => i + 1)
    const all = await Promise.all(sizes.map((size) => rules.ask({ size })))
    const counts = all.map((ruling) => (ruling.kind === 'ruled' ? ruling.denied.length : 0))
    expect(counts).toEqual(sizes.map((size) => (size > 50 ? 2 : 1)))
  })
})

describe('ask fails', () => {
  test('on a fact that nobody gave', async () => {
    const rules = asking([deny('odd', 1, above('sise', 0))])
    expect(await rules.ask({ size: 5 })).toMatchObject({ kind: 'failed' })
  })

  test('on an operator that does not exist', async () => {
    const rules = asking([deny('odd', 1, above('size', 0, 'moreThan'))])
    expect(await rules.ask({ size: 5 })).toMatchObject({ kind: 'failed' })
  })

  test('on a number that is none, which every comparison would let pass', async () => {
    const why = 'size is not a number'
    expect(await asking(ladder).ask({ size: Number.NaN })).toEqual({ kind: 'failed', why })
  })

  test('where the engine throws', async () => {
    const broken = () => {
      throw new Error('broken')
    }
    expect(await asking(ladder).ask({ size: broken })).toEqual({ kind: 'failed', why: 'broken' })
  })

  test('where more rules answered than there are', async () => {
    const set = setOf([deny('stop', 1, never)])
    const ruling = await rulesOf([set, set], 5_000, 'rev').ask({ size: 5 })
    expect(ruling).toEqual({ kind: 'failed', why: '2 of 1 rules answered' })
  })

  test('where no answer comes in time', async () => {
    const { passed } = gate()
    const why = 'no answer within 5 ms'
    expect(await asking(ladder, 5).ask({ size: passed })).toEqual({ kind: 'failed', why })
  })
})

describe('an engine that failed is thrown away', () => {
  test('so what is left of a run that came too late takes no rules from the next', async () => {
    const rules = asking(ladder, 20)
    const [late, slow] = [gate(), gate()]
    expect(await rules.ask({ size: late.passed })).toMatchObject({ kind: 'failed' })
    const next = rules.ask({ size: slow.passed })
    late.open()
    for (let i = 0; i < 1_000; i++) await Promise.resolve()
    slow.open()
    expect(await next).toMatchObject({ kind: 'ruled', denied: ['STOP'] })
  })

  test('so what is left of a run that rejected takes no rules from the next', async () => {
    const rest = gate()
    const rules = asking([
      deny('first', 9, above('bad', 0)),
      deny('beside', 9, above('rest', 0)),
      ...ladder,
    ])
    const bad = () => Promise.reject(new Error('broken'))
    expect(await rules.ask({ size: 5, bad, rest: rest.passed })).toMatchObject({ kind: 'failed' })
    const slow = gate()
    const next = rules.ask({ size: 5, bad: 1, rest: slow.passed })
    rest.open()
    for (let i = 0; i < 1_000; i++) await Promise.resolve()
    slow.open()
    expect(await next).toMatchObject({ kind: 'ruled', denied: ['BESIDE', 'FIRST', 'STOP'] })
  })

  test('and the queue goes on after it', async () => {
    const rules = asking(ladder)
    const asked = [Number.NaN, 5, Number.NaN, 5].map((size) => rules.ask({ size }))
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind)
    expect(kinds).toEqual(['failed', 'ruled', 'failed', 'ruled'])
  })
})
