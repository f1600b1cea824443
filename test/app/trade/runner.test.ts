import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { NetworkMessage } from '../../../daemon/app/network/messages.ts'
import { reportBooks } from '../../../daemon/app/trade/account.ts'
import { type Runner, startRunner } from '../../../daemon/app/trade/runner.ts'
import type { BlockRef } from '../../../daemon/chains/types.ts'
import { describeWithAnvil } from '../../anvil.ts'
import { type Floor, lent, openFloor, type Seat, WETH } from './floor.ts'

/** Waits until something is so. */
const until = (so: () => void) => vi.waitFor(so, { timeout: 10_000 })

describeWithAnvil('a runner', () => {
  let floor: Floor
  let seat: Seat
  let runner: Runner
  beforeEach(async () => {
    floor = await openFloor()
    seat = await floor.sit()
    runner = startRunner(lent, seat.trading)
  })
  afterEach(async () => {
    await runner.finish()
    await floor.close()
  })

  /** What the network's thread would say of what can be earned now. */
  async function found(): Promise<NetworkMessage> {
    const findings = await seat.look()
    return { kind: 'findings', findings, detection: { applyUs: 1, searchUs: 2 } }
  }
  const tip = (): BlockRef => seat.desk.tip ?? { height: 0, id: '0x' }
  const counts = () => seat.desk.funnel.report().counts

  test('trades on what is found, and settles it with the next block', async () => {
    await floor.gap()
    runner.hear(await found())
    await until(() => expect(counts().sent).toBe(1))
    await floor.net.mine()
    runner.hear(await found())
    await runner.finish()
    expect(reportBooks(seat.desk, WETH)).toMatchObject({ landed: 1, succeeded: 1 })
  })

  test('frees what has landed before it looks at what is found', async () => {
    await floor.gap()
    runner.hear(await found())
    await until(() => expect(counts().sent).toBe(1))
    await floor.gap()
    runner.hear(await found())
    await runner.finish()
    expect(seat.desk.funnel.report().drops).not.toHaveProperty('priced/POOL_BUSY')
    expect(counts().sent).toBeGreaterThan(1)
  })

  test.each(['rollback', 'ready'] as const)('asks anew for old orders after a %s', async (kind) => {
    await floor.gap()
    runner.hear(await found())
    await until(() => expect(counts().sent).toBe(1))
    const to = tip()
    await floor.net.mine(20)
    await seat.settle()
    expect(seat.desk.books.landed.size).toBe(1)
    await floor.net.rpc.request('anvil_reorg', [20, []])
    const next = await found()
    const at = tip()
    runner.hear(kind === 'ready' ? { kind, at, pools: 8 } : { kind, to })
    runner.hear({ kind: 'tip', at, time: 7 })
    runner.hear(next)
    await runner.finish()
    expect(seat.desk.books.landed.size).toBe(0)
  })

  test('drops unlooked at what was found on an older block than the newest', async () => {
    await floor.gap()
    const old = await found()
    runner.hear({ kind: 'tip', at: { height: tip().height + 1, id: '0x' }, time: 7 })
    runner.hear(old)
    await runner.finish()
    const { counts, drops, latencyUs } = seat.desk.funnel.report()
    expect(drops).toEqual({ 'seen/OVERTAKEN': counts.seen })
    expect(counts.sent).toBe(0)
    expect(latencyUs).toMatchObject({ detection: { p50: 1 }, analysis: { p50: 2 } })
  })

  test('knows at once what is true of the network', async () => {
    const { desk } = seat
    runner.hear({ kind: 'link', up: false })
    runner.hear({ kind: 'tip', at: { height: 9, id: '0x09' }, time: 7 })
    expect([desk.linked, desk.tip?.height, desk.tipTime]).toEqual([false, 9, 7])
    runner.hear({ kind: 'resync' })
    expect(desk.synced).toBe(false)
    runner.hear({ kind: 'rollback', to: { height: 8, id: '0x08' } })
    expect(desk.tip).toEqual({ height: 8, id: '0x08' })
    runner.hear({ kind: 'ready', at: { height: 4, id: '0x04' }, pools: 8 })
    expect([desk.linked, desk.synced, desk.tip?.height]).toEqual([true, true, 4])
  })

  test('sends nothing after the network was lost', async () => {
    await floor.gap()
    const message = await found()
    runner.hear({ kind: 'resync' })
    runner.hear(message)
    await runner.finish()
    expect(seat.desk.funnel.report().drops).toHaveProperty('simulated/STOPPED')
    expect(counts().sent).toBe(0)
  })

  test('settles when the network is ready again', async () => {
    await floor.gap()
    runner.hear(await found())
    await runner.finish()
    await floor.net.mine()
    const { height, id } = (await seat.look()).conditions.block
    runner = startRunner(lent, seat.trading)
    runner.hear({ kind: 'ready', at: { height, id }, pools: 8 })
    await runner.finish()
    expect(seat.desk.books.landed.size).toBe(1)
  })

  test('looks at nothing more once the desk has stopped', async () => {
    await floor.gap()
    const message = await found()
    seat.desk.stopped = true
    runner.hear(message)
    await runner.finish()
    expect(counts().seen).toBe(0)
  })

  test('goes on after a step that failed', async () => {
    await floor.gap()
    const message = await found()
    const { asked, failing } = seat.connection
    failing.add('eth_getTransactionReceipt')
    runner.hear(message)
    await until(() => expect(asked).toContain('eth_getTransactionReceipt'))
    expect(seat.desk.watch.pending()).toBe(1)
    failing.clear()
    await floor.net.mine()
    runner.hear(await found())
    await runner.finish()
    expect(seat.desk.books.landed.size).toBe(1)
  })

  test('trades by the rules of the generation that was adopted last', async () => {
    await floor.gap()
    const message = await found()
    const rules = { revision: 'next', ask: async () => ({ kind: 'failed' as const, why: 'next' }) }
    runner.adopt({ ...seat.trading, rules })
    runner.hear(message)
    await runner.finish()
    expect(seat.desk.funnel.report().drops).toHaveProperty('priced/RULES_FAILED')
  })
})
