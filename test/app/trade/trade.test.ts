import { afterEach, beforeEach, expect, test } from 'vitest'
import { searcher } from '../../../daemon/app/devnet/keys.ts'
import { closeAccounts, openAccounts, reportBooks } from '../../../daemon/app/trade/account.ts'
import { trade } from '../../../daemon/app/trade/trade.ts'
import { wei } from '../../../daemon/kernel/units.ts'
import { startingTuning } from '../../../daemon/learning/gas.ts'
import { position } from '../../../daemon/ledger/books.ts'
import { readEntries } from '../../../daemon/ledger/store.ts'
import { describeWithAnvil } from '../../anvil.ts'
import { type Floor, lent, openFloor, pipeline, type Seat, WETH } from './floor.ts'

const SEND = 'eth_sendRawTransaction'
const { executor } = pipeline.execution

let floor: Floor
const useFloor = (): void => {
  beforeEach(async () => {
    floor = await openFloor()
  })
  afterEach(() => floor.close())
}

const sent = ({ connection }: Seat) => connection.asked.filter((method) => method === SEND).length
const close = ({ desk }: Seat) => closeAccounts(lent, desk, WETH, 5_000)

/** Opens a gap and trades on it; nothing is mined after that. */
async function tradeOnce(seat: Seat): Promise<void> {
  await floor.gap()
  await trade(seat.trading, await seat.look())
}

/** Expects that the books say of our accounts what the chain says. */
async function expectBooksToEqualChain({ desk }: Seat): Promise<void> {
  for (const account of desk.accounts)
    for (const asset of ['native', ...desk.tokens] as const)
      expect(position(desk.books, account, asset)).toBe(await floor.balance(asset, account))
}

describeWithAnvil('a desk', () => {
  useFloor()

  test('trades what is there, and its books equal the chain to the wei', async () => {
    const seat = await floor.sit()
    await tradeOnce(seat)
    expect(seat.desk.watch.pending()).toBe(1)
    await floor.net.mine()
    await seat.settle()
    const books = reportBooks(seat.desk, WETH)
    expect(books).toMatchObject({ sent: 1, landed: 1, succeeded: 1 })
    expect(books.realisedWei).toBeGreaterThanOrEqual(books.expectedWei)
    expect(books.expectedWei).toBeGreaterThan(0n)
    await expectBooksToEqualChain(seat)
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('sends one of those that share a pool, and counts the others', async () => {
    const seat = await floor.sit()
    await tradeOnce(seat)
    const { counts, drops } = seat.desk.funnel.report()
    expect(counts).toMatchObject({ priced: 1, decided: 1, simulated: 1, sent: 1 })
    expect(counts.seen).toBeGreaterThan(1)
    expect(drops).toEqual({ 'seen/OVERLAP': counts.seen - 1 })
    expect(sent(seat)).toBe(1)
  })

  test('holds what the trade needs until it has landed', async () => {
    const seat = await floor.sit()
    await tradeOnce(seat)
    const { reservations } = seat.desk
    const [placed] = seat.desk.books.orders.values()
    expect(reservations.free(WETH)).toBe(50n * 10n ** 18n - (placed?.input ?? 0n))
    await floor.net.mine()
    await seat.settle()
    expect(reservations.count()).toBe(0)
    expect(reservations.free(WETH)).toBe(await floor.balance(WETH, executor))
  })

  test('learns the gas of what landed', async () => {
    const seat = await floor.sit()
    await tradeOnce(seat)
    expect(seat.desk.tuning).toEqual(startingTuning)
    await floor.net.mine()
    await seat.settle()
    expect(seat.desk.tuning).not.toEqual(startingTuning)
  })

  test('trades block after block, and the books still balance', async () => {
    const seat = await floor.sit()
    for (let i = 1; i <= 4; i++) {
      await tradeOnce(seat)
      await floor.net.mine()
      await seat.settle()
      expect(reportBooks(seat.desk, WETH).landed).toBeGreaterThanOrEqual(i)
    }
    await expectBooksToEqualChain(seat)
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
  })

  test('enters the gas of a transaction that failed, and learns nothing from it', async () => {
    const seat = await floor.sit()
    await tradeOnce(seat)
    await floor.sell(0, 'USDC', 30_000n * 10n ** 6n, 50)
    await floor.net.mine()
    await seat.settle()
    const [landed] = seat.desk.books.landed.values()
    expect(landed).toMatchObject({ success: false })
    expect(landed?.deltas).toMatchObject([{ account: searcher, asset: 'native' }])
    expect(landed?.deltas[0]?.units).toBeLessThan(0n)
    expect(reportBooks(seat.desk, WETH)).toMatchObject({ landed: 1, succeeded: 0 })
    expect(seat.desk.exposure.successPpm()).toBe(0)
    expect(seat.desk.tuning).toEqual(startingTuning)
    await expectBooksToEqualChain(seat)
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
  })
})

describeWithAnvil('closeAccounts', () => {
  useFloor()

  test('says open while something is under way, and closed with no differences after it', async () => {
    const seat = await floor.sit()
    await tradeOnce(seat)
    const open = await closeAccounts(lent, seat.desk, WETH, 0)
    expect(open).toMatchObject({ kind: 'open', pending: 1 })
    await floor.net.mine()
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
    expect(readEntries(floor.state).map(({ kind }) => kind)).toEqual([
      'opening',
      'order',
      'landed',
      'closing',
    ])
  })

  test('shows to the unit what moved without the books', async () => {
    const seat = await floor.sit()
    await floor.net.rpc.request('anvil_setBalance', [searcher, '0x1'])
    const closing = await close(seat)
    const [difference] = closing.kind === 'closed' ? closing.differences : []
    expect(difference).toMatchObject({ account: searcher, asset: 'native', units: 1n, inBooks: 0n })
    expect(difference?.onChain).toBe(1n - 10_000n * 10n ** 18n)
  })

  test('says open where the node cannot be asked', async () => {
    const seat = await floor.sit()
    seat.connection.failing.add('eth_getBalance')
    const closing = await closeAccounts(lent, seat.desk, WETH, 0)
    expect(closing).toMatchObject({ kind: 'open', why: expect.stringContaining('the link broke') })
  })
})

describeWithAnvil('openAccounts', () => {
  useFloor()

  test('enters the opening once in the life of the books', async () => {
    const seat = await floor.sit()
    await openAccounts(lent, seat.desk)
    await seat.leave()
    await (await floor.sit()).leave()
    expect(readEntries(floor.state).map(({ kind }) => kind)).toEqual(['opening'])
  })

  test('adds an account that is new to old books, and the books still balance', async () => {
    await (await floor.sit({ mode: 'shadow', signed: false })).leave()
    const seat = await floor.sit()
    const [, added] = readEntries(floor.state)
    const accounts = added?.kind === 'opening' ? added.balances.map(({ account }) => account) : []
    expect(new Set(accounts)).toEqual(new Set([searcher]))
    await tradeOnce(seat)
    await floor.net.mine()
    expect(await close(seat)).toMatchObject({ kind: 'closed', differences: [] })
    await expectBooksToEqualChain(seat)
  })
})

describeWithAnvil('nothing is sent', () => {
  useFloor()

  /** Why all was dropped that got past scoring, with nothing sent, journaled or held. */
  async function dropped(seat: Seat): Promise<readonly string[]> {
    await tradeOnce(seat)
    expect(sent(seat)).toBe(0)
    expect(seat.desk.reservations.count()).toBe(0)
    expect(seat.desk.books.orders.size).toBe(0)
    return Object.keys(seat.desk.funnel.report().drops).filter((why) => why !== 'seen/OVERLAP')
  }

  test('in shadow mode, where all but the send is done', async () => {
    const seat = await floor.sit({ mode: 'shadow' })
    expect(await dropped(seat)).toEqual(['simulated/SHADOW'])
    expect(seat.connection.asked).toContain('eth_call')
  })

  test.each(['linked', 'synced', 'stopped'] as const)(
    'where the desk is not right: %s',
    async (what) => {
      const seat = await floor.sit()
      seat.desk[what] = what === 'stopped'
      expect(await dropped(seat)).toEqual(['simulated/STOPPED'])
    },
  )

  test.each([
    ['allows less in one trade', { policy: { maxTrade: wei(1n) } }],
    ['allows less at risk', { policy: { maxLoss: wei(1n) } }],
    ['is in shadow mode', { execution: { mode: 'shadow' } }],
    ['has dropped the strategy', { strategies: [] }],
  ] as const)('where the newest generation %s', async (_, change) => {
    const seat = await floor.sit()
    const { newest } = seat.desk
    const blocks = Object.entries(change).map(([key, value]) => [
      key,
      Array.isArray(value) ? value : { ...newest[key as 'policy'], ...value },
    ])
    seat.desk.newest = { ...newest, ...Object.fromEntries(blocks) }
    expect(await dropped(seat)).toEqual(['simulated/STOPPED'])
  })

  test('without a key', async () => {
    expect(await dropped(await floor.sit({ signed: false }))).toEqual(['decided/SIGNER_MISSING'])
  })

  test('where the link is down', async () => {
    const seat = await floor.sit()
    await floor.gap()
    const findings = await seat.look()
    seat.connection.failing.add('eth_call')
    await trade(seat.trading, findings)
    expect(Object.keys(seat.desk.funnel.report().drops)).toContain('decided/NODE_UNREACHABLE')
    expect([sent(seat), seat.desk.reservations.count()]).toEqual([0, 0])
  })

  test('where the gap has closed by the time of the simulation', async () => {
    const seat = await floor.sit()
    await floor.gap()
    const findings = await seat.look()
    await floor.sell(0, 'USDC', 30_000n * 10n ** 6n)
    await floor.net.mine()
    await trade(seat.trading, findings)
    const { drops } = seat.desk.funnel.report()
    expect(Object.keys(drops)).toContain('decided/SIMULATION_REVERTED')
    expect(sent(seat)).toBe(0)
  })

  test('on prices that are too old', async () => {
    const seat = await floor.sit()
    await floor.gap()
    const findings = await seat.look()
    const late = { ...lent.clock, monotonic: () => (lent.clock.monotonic() + 3e6) as never }
    await trade({ ...seat.trading, clock: late }, findings)
    expect(Object.keys(seat.desk.funnel.report().drops)).toContain('priced/STALE')
  })
})
