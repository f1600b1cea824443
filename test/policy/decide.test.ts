import { afterAll, describe, expect, test } from 'vitest'
import type { Rule } from '../../daemon/config/types.ts'
import type { Meter } from '../../daemon/kernel/ports.ts'
import { millis, ppm, share, wei } from '../../daemon/kernel/units.ts'
import { quotePath } from '../../daemon/market/quote.ts'
import { decide, type PolicyContext } from '../../daemon/policy/decide.ts'
import { type Rules, rulesOf } from '../../daemon/policy/engine.ts'
import { reservationsOver } from '../../daemon/policy/reservations.ts'
import { policySignals } from '../../daemon/policy/signals.ts'
import { denials, type Verdict } from '../../daemon/policy/types.ts'
import { rescore } from '../../daemon/scoring/score.ts'
import {
  ether,
  opportunityOf,
  scoredOf,
  scoringContext,
  stillClock,
  USDC,
  WETH,
} from '../scoring/examples.ts'
import { above, deny, setOf, shrink } from './rule-sets.ts'

/** Every reason that some test below was given. */
const reached = new Set<string>()
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const meter: Meter = {
  counter: () => (labels) => void (labels?.['kind'] === 'skip' && reached.add(labels['why'] ?? '')),
  gauge: () => () => undefined,
  histogram: () => () => undefined,
}

type Wanted = {
  readonly rules?: readonly Rule[]
  readonly maxTrade?: bigint
  readonly maxLoss?: bigint
  readonly minProfit?: bigint | null
  readonly capital?: bigint | null
}

function contextOf(wanted: Wanted = {}) {
  const { rules = [], maxTrade = ether(20), maxLoss = ether(1), minProfit = 0n } = wanted
  const { capital = ether(100) } = wanted
  const clock = stillClock()
  const exposure = { capital: () => capital, successPpm: () => 1_000_000 }
  const ctx: PolicyContext = {
    clock,
    scoring: scoringContext(clock),
    options: {
      rules: ['set'],
      maxTrade: wei(maxTrade),
      maxLoss: wei(maxLoss),
      stale: millis(2_000),
    },
    rules: rulesOf([setOf(rules)], 1_000, 'rev'),
    exposure,
    reservations: reservationsOver(exposure),
    signals: policySignals({ log: silent, meter }),
    native: WETH,
    executable: new Set(['uniswap-v2', 'uniswap-v3']),
    minProfit: () => (minProfit === null ? null : wei(minProfit)),
  }
  return { ...ctx, clock }
}

const why = (verdict: Verdict) => (verdict.kind === 'skip' ? verdict.why : 'taken')
const sizeOf = (verdict: Verdict) => verdict.scored.input

/** More than any trade here puts in. */
const any = above('trade.input_gwei', 0)

describe('decide', () => {
  test('takes what no limit and no rule speaks against, and holds it', async () => {
    const ctx = contextOf()
    const verdict = await decide(ctx, scoredOf())
    expect(verdict).toMatchObject({
      kind: 'take',
      reservation: { id: 'a1', token: WETH, input: ether(10) },
      grounds: { fired: [], revision: 'rev', facts: { 'trade.hops': 2 } },
    })
    expect(ctx.reservations.free(WETH)).toBe(ether(90))
  })

  test('holds nothing for what it refuses', async () => {
    const ctx = contextOf({ rules: [deny('no', 1, any)] })
    await decide(ctx, scoredOf())
    expect(ctx.reservations.count()).toBe(0)
  })
})

describe('hard limits deny although the rules allow', () => {
  test('a venue that the executor cannot trade on', async () => {
    const scored = scoredOf()
    const ctx = { ...contextOf(), executable: new Set<string>() }
    expect(why(await decide(ctx, scored))).toBe('NOT_EXECUTABLE')
  })

  test('another token than the one that gas is paid in', async () => {
    expect(why(await decide(contextOf(), scoredOf({ token: USDC })))).toBe('NOT_NATIVE')
  })

  test('a strategy that is gone', async () => {
    expect(why(await decide(contextOf({ minProfit: null }), scoredOf()))).toBe('STOPPED')
  })

  test('a net one wei under the least', async () => {
    const scored = scoredOf()
    const { net } = scored
    expect(why(await decide(contextOf({ minProfit: net }), scored))).toBe('taken')
    expect(why(await decide(contextOf({ minProfit: net + 1n }), scored))).toBe('NET_BELOW_MIN')
  })

  test('one wei more at risk than may be lost', async () => {
    const scored = scoredOf()
    const { atRisk } = scored
    expect(why(await decide(contextOf({ maxLoss: atRisk }), scored))).toBe('taken')
    expect(why(await decide(contextOf({ maxLoss: atRisk - 1n }), scored))).toBe('MAX_LOSS')
  })

  test('a price that is older than it may be', async () => {
    const ctx = contextOf()
    ctx.clock.at = 2_000_001
    expect(why(await decide(ctx, scoredOf()))).toBe('STALE')
    expect(why(await decide(ctx, scoredOf({ received: 1 })))).toBe('taken')
  })

  test('capital that the books do not know', async () => {
    expect(why(await decide(contextOf({ capital: null }), scoredOf()))).toBe('CAPITAL')
  })

  test('capital that is used up', async () => {
    expect(why(await decide(contextOf({ capital: 0n }), scoredOf()))).toBe('CAPITAL')
  })

  test('a pool that another trade is in', async () => {
    const ctx = contextOf()
    await decide(ctx, scoredOf({ id: 'a1' }))
    expect(why(await decide(ctx, scoredOf({ id: 'b2' })))).toBe('POOL_BUSY')
  })
})

describe('what is too large', () => {
  test('is shrunk to the hard limit and priced exactly there', async () => {
    const scored = scoredOf()
    const verdict = await decide(contextOf({ maxTrade: ether(3) }), scored)
    const path = opportunityOf().hops.map(({ state }) => state)
    expect(verdict).toMatchObject({ kind: 'take', reservation: { input: ether(3) } })
    expect(verdict.scored).toEqual(rescore(scoringContext(), scored, ether(3)))
    expect(verdict.scored.output).toBe(quotePath(path, ether(3)))
  })

  test('is shrunk to the capital that is free', async () => {
    expect(sizeOf(await decide(contextOf({ capital: ether(2) }), scoredOf()))).toBe(ether(2))
  })

  test('is refused where it no longer pays at the hard limit', async () => {
    const verdict = await decide(contextOf({ maxTrade: ether(0.001) }), scoredOf())
    expect(why(verdict)).toBe('NET_BELOW_MIN')
    expect(sizeOf(verdict)).toBe(ether(0.001))
  })
})

describe('rules', () => {
  test('deny, and a denial beats a shrinking', async () => {
    const rules = [shrink('half', 500_000, any), deny('no', 1, any)]
    const verdict = await decide(contextOf({ rules }), scoredOf())
    expect(verdict).toMatchObject({ kind: 'skip', why: 'RULE', detail: 'NO' })
    expect(verdict.grounds?.fired).toEqual(['set/half', 'set/no'])
  })

  test('shrink by the least factor, to the unit', async () => {
    const rules = [shrink('half', 500_000, any), shrink('third', 333_333, any)]
    const verdict = await decide(contextOf({ rules }), scoredOf({ input: 10n ** 19n + 7n }))
    expect(sizeOf(verdict)).toBe(share(10n ** 19n + 7n, ppm(333_333)))
    expect(verdict.kind).toBe('take')
  })

  test('shrink what the hard limit has left', async () => {
    const rules = [shrink('half', 500_000, any)]
    const verdict = await decide(contextOf({ rules, maxTrade: ether(5) }), scoredOf())
    expect(sizeOf(verdict)).toBe(ether(2.5))
  })

  test('are asked again about the smaller trade', async () => {
    const small = above('trade.input_gwei', 6e9, 'lessThan')
    const rules = [shrink('half', 500_000, any), deny('small', 1, small)]
    const verdict = await decide(contextOf({ rules }), scoredOf())
    expect(verdict).toMatchObject({ kind: 'skip', why: 'RULE', detail: 'SMALL' })
    expect(sizeOf(verdict)).toBe(ether(5))
  })

  test('may shrink further, and least profit is asked of what is left', async () => {
    const rules = [shrink('half', 500_000, any), shrink('more', 2, above('trade.input_gwei', 4e9))]
    const verdict = await decide(contextOf({ rules, minProfit: 1n }), scoredOf())
    expect(why(verdict)).toBe('NET_BELOW_MIN')
  })

  test('that find it too large at every size refuse it', async () => {
    const smaller = [900_000, 800_000, 700_000, 600_000, 500_000].map((ppm, i) => {
      const size = above('trade.input_gwei', (10 - i) * 1e9, 'lessThanInclusive')
      return shrink(`to-${ppm}`, ppm, size)
    })
    const verdict = await decide(contextOf({ rules: smaller }), scoredOf())
    expect(verdict).toMatchObject({ kind: 'skip', why: 'RULE', grounds: { fired: { length: 4 } } })
    const patient = await decide(contextOf({ rules: smaller.slice(0, 3) }), scoredOf())
    expect(patient).toMatchObject({ kind: 'take', reservation: { input: ether(7) } })
  })

  test('that cannot be asked deny', async () => {
    const odd = [deny('odd', 1, above('no.such.fact', 1))]
    expect(why(await decide(contextOf({ rules: odd }), scoredOf()))).toBe('RULES_FAILED')
    const rules: Rules = { revision: 'rev', ask: async () => ({ kind: 'failed', why: 'late' }) }
    const verdict = await decide({ ...contextOf(), rules }, scoredOf())
    expect(verdict).toMatchObject({ kind: 'skip', why: 'RULES_FAILED', detail: 'late' })
  })

  test('are not asked about a fact that is no number: that denies', async () => {
    const ctx = contextOf()
    const exposure = { ...ctx.exposure, successPpm: () => Number.NaN }
    const verdict = await decide({ ...ctx, exposure }, scoredOf())
    expect(verdict).toMatchObject({
      kind: 'skip',
      why: 'RULES_FAILED',
      detail: 'a fact is unknown',
    })
  })
})

afterAll(() => {
  expect([...reached].sort()).toEqual([...denials].sort())
})
