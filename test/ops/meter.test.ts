import { describe, expect, test } from 'vitest'
import { exposition, openMeter } from '../../daemon/ops/meter.ts'

const linesOf = async (...meters: readonly ReturnType<typeof openMeter>[]) =>
  (await exposition(await Promise.all(meters.map(({ snapshot }) => snapshot())))).split('\n')

describe('openMeter', () => {
  test('gives the same metric to all who ask for one name', async () => {
    const metrics = openMeter()
    for (let i = 1; i <= 2; i++) {
      metrics.meter.counter('mevd_orders_total', 'Orders.', ['kind'])({ kind: 'sent' }, i)
      metrics.meter.gauge('mevd_pools', 'Pools.')(i)
      metrics.meter.histogram('mevd_search_seconds', 'Search.')(i / 1_000)
    }
    const lines = await linesOf(metrics)
    expect(lines).toContain('mevd_orders_total{kind="sent"} 3')
    expect(lines).toContain('mevd_pools 2')
    expect(lines).toContain('mevd_search_seconds_count 2')
  })

  test('counts ones unless told how many', async () => {
    const metrics = openMeter()
    const count = metrics.meter.counter('mevd_heads_total', 'Heads.')
    count()
    count()
    expect(await linesOf(metrics)).toContain('mevd_heads_total 2')
  })

  test('tells times of a hundredth of a millisecond apart', async () => {
    const metrics = openMeter()
    metrics.meter.histogram('mevd_decide_seconds', 'Decide.')(0.00003)
    const lines = await linesOf(metrics)
    expect(lines).toContain('mevd_decide_seconds_bucket{le="0.00001"} 0')
    expect(lines).toContain('mevd_decide_seconds_bucket{le="0.00005"} 1')
  })

  test('keeps meters apart', async () => {
    const [one, other] = [openMeter(), openMeter()]
    one.meter.counter('mevd_heads_total', 'Heads.')()
    expect((await linesOf(other)).join('')).not.toContain('mevd_heads_total 1')
  })
})

describe('exposition', () => {
  test('adds up what several threads counted, and keeps labels apart', async () => {
    const threads = [1, 2, 3].map((i) => {
      const metrics = openMeter()
      const seen = metrics.meter.counter('mevd_logs_total', 'Logs.', ['network'])
      seen({ network: 'devnet' }, i)
      seen({ network: `n${i}` })
      metrics.meter.histogram('mevd_apply_seconds', 'Apply.')(0.001)
      return metrics
    })
    const lines = await linesOf(...threads)
    expect(lines).toContain('mevd_logs_total{network="devnet"} 6')
    expect(lines).toContain('mevd_logs_total{network="n2"} 1')
    expect(lines).toContain('mevd_apply_seconds_count 3')
    expect(lines.filter((line) => line.startsWith('# TYPE mevd_logs_total'))).toHaveLength(1)
  })
})
