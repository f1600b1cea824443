import { afterEach, beforeEach, expect, test } from 'vitest'
import { searcher } from '../../../daemon/app/devnet/keys.ts'
import { closeAccounts, reportBooks } from '../../../daemon/app/trade/account.ts'
import { trade } from '../../../daemon/app/trade/trade.ts'
import type { Order } from '../../../daemon/execution/types.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { readEntries } from '../../../daemon/ledger/store.ts'
import { describeWithAnvil } from '../../anvil.ts'
import { type Floor, lent, openFloor, type Seat, WETH } from './floor.ts'

const SEND = 'eth_sendRawTransaction'

describeWithAnvil('a desk that is opened anew over the same books', () => {
  let floor: Floor
  beforeEach(async () => {
    floor = await openFloor()
  })
  afterEach(() => floor.close())

  /** Trades once and leaves before anything is known of it; what fails on the way out, fails. */
  async function tradeAndLeave(...failing: readonly string[]): Promise<Order> {
    const seat = await floor.sit()
    await floor.gap()
    const findings = await seat.look()
    for (const method of failing) seat.connection.failing.add(method)
    await trade(seat.trading, findings)
    await seat.leave()
    const [placed] = seat.desk.books.orders.values()
    if (placed === undefined) throw new Error('nothing was journaled')
    return placed.order
  }

  const sends = ({ connection }: Seat) => connection.asked.filter((method) => method === SEND)
  const close = ({ desk }: Seat) => closeAccounts(lent, desk, WETH, 5_000)
  const kinds = () => readEntries(floor.state).map(({ kind }) => kind)
  const mined = async () =>
    Number(await floor.net.rpc.request<Hex>('eth_getTransactionCount', [searcher, 'latest']))

  test('holds what is under way, and waits for it', async () => {
    const order = await tradeAndLeave()
    const { desk } = await floor.sit()
    expect([desk.watch.pending(), desk.reservations.count()]).toEqual([1, 1])
    expect(desk.nonces.claim(searcher)).toBe(order.nonce + 1)
    expect(desk.funnel.report().counts).toMatchObject({ seen: 1, sent: 1 })
  })

  test('does not trade through the pools of what is under way', async () => {
    await tradeAndLeave()
    const seat = await floor.sit()
    await trade(seat.trading, await seat.look())
    expect(Object.keys(seat.desk.funnel.report().drops)).toContain('priced/POOL_BUSY')
    expect(sends(seat)).toEqual([])
  })

  test('enters what landed meanwhile, and sends nothing', async () => {
    await tradeAndLeave()
    await floor.net.mine(3)
    const seat = await floor.sit()
    await seat.settle()
    expect(kinds()).toEqual(['opening', 'order', 'landed'])
    expect(reportBooks(seat.desk, WETH)).toMatchObject({ landed: 1, succeeded: 1 })
    expect(seat.desk.reservations.count()).toBe(0)
    expect([sends(seat), await mined()]).toEqual([[], 1])
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('enters what was dropped meanwhile, and uses its nonce for the next', async () => {
    const order = await tradeAndLeave()
    await floor.net.rpc.request('anvil_dropTransaction', [order.hash])
    const seat = await floor.sit()
    await floor.net.mine()
    await seat.settle()
    expect(kinds()).toEqual(['opening', 'order', 'dropped'])
    expect(seat.desk.reservations.count()).toBe(0)
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
    expect(seat.desk.nonces.claim(searcher)).toBe(order.nonce)
    expect([sends(seat), await mined()]).toEqual([[], 0])
  })

  test('does not send what was journaled and never sent', async () => {
    const order = await tradeAndLeave(SEND)
    const seat = await floor.sit()
    await seat.settle()
    expect([seat.desk.watch.pending(), seat.desk.reservations.count()]).toEqual([1, 1])
    await floor.net.mine()
    await seat.settle()
    expect(kinds()).toEqual(['opening', 'order', 'dropped'])
    expect(seat.desk.watch.pending()).toBe(0)
    expect([sends(seat), await mined()]).toEqual([[], 0])
    await trade(seat.trading, await seat.look())
    await floor.net.mine()
    await seat.settle()
    const orders = [...seat.desk.books.orders.values()].map((placed) => placed.order.nonce)
    expect(orders).toEqual([order.nonce, order.nonce])
    expect([sends(seat), await mined()]).toEqual([[SEND], 1])
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('finds again what was dropped in its books and landed after all', async () => {
    const order = await tradeAndLeave(SEND)
    const first = await floor.sit()
    await floor.net.mine()
    await first.settle()
    await first.leave()
    await floor.net.rpc.request(SEND, [order.raw])
    await floor.net.mine()
    const seat = await floor.sit()
    expect([seat.desk.watch.pending(), seat.desk.reservations.count()]).toEqual([0, 0])
    await seat.settle()
    expect(kinds()).toEqual(['opening', 'order', 'dropped', 'landed'])
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('reopens what landed in its books and has vanished from the chain', async () => {
    await tradeAndLeave()
    await floor.net.mine()
    const first = await floor.sit()
    await first.settle()
    await first.leave()
    await floor.net.rpc.request('anvil_reorg', [1, []])
    const seat = await floor.sit()
    await seat.settle()
    expect(kinds()).toEqual(['opening', 'order', 'landed', 'reopened', 'dropped'])
    expect(reportBooks(seat.desk, WETH)).toMatchObject({ landed: 0, realisedWei: 0n })
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('knows its capital without asking: opening and what it earned', async () => {
    await tradeAndLeave()
    await floor.net.mine()
    const first = await floor.sit()
    await first.settle()
    const capital = first.desk.reservations.free(WETH)
    await first.leave()
    const { desk } = await floor.sit()
    expect(desk.reservations.free(WETH)).toBe(capital)
    expect(capital).toBeGreaterThan(50n * 10n ** 18n)
  })
})
