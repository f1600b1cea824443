import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { headOf, type WireHead, type WireLog } from '../../../daemon/chains/feeds/blocks.ts'
import { bloomBits, bloomOf, mayHold } from '../../../daemon/chains/feeds/bloom.ts'
import { watchedOf } from '../../../daemon/chains/feeds/watched.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { micros } from '../../../daemon/kernel/units.ts'
import { describeWithAnvil, type Net, openNet } from '../../anvil.ts'

const running: Net[] = []
afterEach(() => Promise.all(running.splice(0).map((net) => net.stop())))

describeWithAnvil('the filter of a header', () => {
  test('names every address and topic that has a log in the block', async () => {
    const net = await openNet()
    running.push(net)
    for (let i = 0; i < 8; i++) await net.traffic(5, i)
    await net.mine()
    const head = await net.link.request<WireHead>('eth_getBlockByNumber', ['latest', false])
    const logs = await net.link.request<WireLog[]>('eth_getLogs', [{ blockHash: head.hash }])
    const bloom = bloomOf(head.logsBloom)
    expect(logs.length).toBeGreaterThan(5)
    for (const { address, topics } of logs)
      for (const item of [address, ...topics])
        expect(bloom !== null && mayHold(bloom, bloomBits(item))).toBe(true)
    const tracked = [...new Set(logs.map((log) => log.address))]
    const named = watchedOf(() => tracked).named(headOf(head, micros(0)))
    expect([...(named ?? [])].sort()).toEqual(tracked.sort())
  })
})

test('a filter with some items in it rarely names another', () => {
  const address = fc
    .uint8Array({ minLength: 20, maxLength: 20 })
    .map((bytes): Hex => `0x${Buffer.from(bytes).toString('hex')}`)
  const bloom = new Uint8Array(256)
  const add = (item: Hex): void => {
    for (const place of bloomBits(item))
      bloom[place >> 3] = (bloom[place >> 3] ?? 0) | (1 << (place & 7))
  }
  const items = fc.sample(address, 50)
  for (const item of items) add(item)
  expect(items.every((item) => mayHold(bloom, bloomBits(item)))).toBe(true)
  const others = fc.sample(address, 1000).filter((item) => !items.includes(item))
  expect(others.filter((item) => mayHold(bloom, bloomBits(item))).length).toBeLessThan(30)
})

test('a header without a filter, or with an empty one, says nothing', () => {
  const wire = { number: '0x1', hash: '0x1', parentHash: '0x0', timestamp: '0x0' } as const
  const named = (logsBloom?: Hex) =>
    watchedOf(() => ['0x00']).named(
      headOf({ ...wire, gasUsed: '0x5', ...(logsBloom ? { logsBloom } : {}) }, micros(0)),
    )
  expect(named()).toBeNull()
  expect(named(`0x${'00'.repeat(256)}`)).toBeNull()
  expect(named('0x1234')).toBeNull()
})
