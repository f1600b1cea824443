import { afterEach, beforeEach, expect, test } from 'vitest'
import { searcher } from '../../../daemon/app/devnet/keys.ts'
import { closeAccounts, reportBooks } from '../../../daemon/app/trade/account.ts'
import { trade } from '../../../daemon/app/trade/trade.ts'
import type { Order } from '../../../daemon/execution/types.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { readEntries } from '../../../daemon/ledger/store.ts'
import { describeWithAnvil } from '../../anvil.ts'
import { type Floor, lent, openFloor, type Seat, WETH } from './floor.ts'

describeWithAnvil('after a reorg', () => {
  let floor: Floor
  let seat: Seat
  let order: Order
  /** A desk with one order that has landed, alone in its block. */
  beforeEach(async () => {
    floor = await openFloor()
    seat = await floor.sit()
    await floor.gap()
    await trade(seat.trading, await seat.look())
    await floor.net.mine()
    await seat.settle()
    const [placed] = seat.desk.books.orders.values()
    if (placed === undefined) throw new Error('nothing was sent')
    order = placed.order
    expect(seat.desk.books.landed.size).toBe(1)
  })
  afterEach(() => floor.close())

  /** Replaces the newest blocks; the transactions go into the blocks of these places. */
  const reorg = (depth: number, ...pairs: readonly (readonly [Hex, number])[]) =>
    floor.net.rpc.request('anvil_reorg', [depth, pairs])

  const lines = () =>
    readEntries(floor.state)
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'opening')
  const close = () => closeAccounts(lent, seat.desk, WETH, 5_000)
  const nonce = async () =>
    Number(await floor.net.rpc.request<Hex>('eth_getTransactionCount', [searcher, 'latest']))

  test('that drops our transaction the books know nothing of it', async () => {
    await reorg(1)
    await seat.settle()
    expect(lines()).toEqual(['order', 'landed', 'reopened', 'dropped'])
    expect(reportBooks(seat.desk, WETH)).toMatchObject({ landed: 0, realisedWei: 0n })
    expect(seat.desk.reservations.count()).toBe(0)
    expect(await close()).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('that drops our transaction its nonce is used for the next', async () => {
    await reorg(1)
    await seat.settle()
    await trade(seat.trading, await seat.look())
    await floor.net.mine()
    await seat.settle()
    const [again] = [...seat.desk.books.orders.values()].slice(-1)
    expect(again?.order).toMatchObject({ nonce: order.nonce })
    expect(seat.desk.books.landed.size).toBe(1)
    expect(await nonce()).toBe(order.nonce + 1)
    expect(await close()).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('that moves our transaction to another block the books move it too', async () => {
    const before = seat.desk.books.landed.get(order.hash)
    await floor.net.mine()
    await reorg(2, [order.raw, 1])
    await seat.settle()
    expect(lines()).toEqual(['order', 'landed', 'reopened', 'landed'])
    const after = seat.desk.books.landed.get(order.hash)
    expect(after?.block.height).toBe((before?.block.height ?? 0) + 1)
    expect(reportBooks(seat.desk, WETH)).toMatchObject({ landed: 1, succeeded: 1 })
    expect(await close()).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('that takes the gap away our transaction fails, and its gas is in the books', async () => {
    await floor.net.mine()
    await reorg(3, [order.raw, 2])
    await seat.settle()
    expect(lines()).toEqual(['order', 'landed', 'reopened', 'landed'])
    expect(seat.desk.books.landed.get(order.hash)?.success).toBe(false)
    expect(reportBooks(seat.desk, WETH).realisedWei).toBeLessThan(0n)
    expect(await close()).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('that puts our transaction back into the pool what it needs is held again', async () => {
    await reorg(1)
    await floor.net.rpc.request('eth_sendRawTransaction', [order.raw])
    await seat.settle()
    const { reservations, watch, books } = seat.desk
    expect(lines()).toEqual(['order', 'landed', 'reopened'])
    expect([watch.pending(), reservations.count()]).toEqual([1, 1])
    const input = books.orders.get(order.hash)?.input ?? 0n
    expect(reservations.free(WETH)).toBe(50n * 10n ** 18n - input)
    await floor.net.mine()
    await seat.settle()
    expect(reservations.count()).toBe(0)
    expect(await close()).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('that comes long after it landed the books follow where there is a doubt', async () => {
    await floor.net.mine(20)
    await seat.settle()
    await reorg(21)
    seat.desk.watch.doubt(0)
    await seat.settle()
    expect(lines()).toEqual(['order', 'landed', 'reopened', 'dropped'])
    expect(await close()).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('that nobody told of the closing finds out by itself', async () => {
    await floor.net.mine(20)
    await seat.settle()
    await reorg(21)
    expect(await close()).toMatchObject({ kind: 'closed', differences: [] })
    expect(seat.desk.books.landed.size).toBe(0)
  })

  test('a nonce that could not be asked for is unknown until it can be', async () => {
    await reorg(1)
    seat.connection.failing.add('eth_getTransactionCount')
    await expect(seat.settle()).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    expect(seat.desk.nonces.claim(searcher)).toBeNull()
    seat.connection.failing.clear()
    await seat.settle()
    expect(seat.desk.nonces.claim(searcher)).toBe(order.nonce)
  })
})
