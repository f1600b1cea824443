import { describe, expect, test } from 'vitest'
import { openFunnel, stages } from '../../../daemon/app/trade/funnel.ts'

describe('openFunnel', () => {
  test('counts what passes each stage, and begins at nothing', () => {
    const funnel = openFunnel()
    expect(Object.values(funnel.report().counts)).toEqual(stages.map(() => 0))
    funnel.pass('seen', 3)
    funnel.pass('seen')
    funnel.pass('sent')
    expect(funnel.report().counts).toMatchObject({ seen: 4, priced: 0, sent: 1 })
  })

  test('counts what leaves, by stage and reason, and is silent about none', () => {
    const funnel = openFunnel()
    funnel.drop('seen', 'OVERLAP', 2)
    funnel.drop('seen', 'OVERLAP')
    funnel.drop('priced', 'RULE')
    funnel.drop('priced', 'STALE', 0)
    expect(funnel.report().drops).toEqual({ 'seen/OVERLAP': 3, 'priced/RULE': 1 })
  })

  test('gives the median and the 99th of what was measured, and leaves out what was not', () => {
    const funnel = openFunnel()
    for (let i = 1; i <= 100; i++) funnel.time('decision', i)
    expect(funnel.report().latencyUs).toEqual({ decision: { p50: 50, p99: 99 } })
  })

  test('hands out a report that later counts leave alone', () => {
    const funnel = openFunnel()
    const before = funnel.report()
    funnel.pass('seen')
    funnel.drop('seen', 'OVERLAP')
    expect([before.counts.seen, before.drops]).toEqual([0, {}])
  })
})
