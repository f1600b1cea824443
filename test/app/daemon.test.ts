import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { worldAddresses } from '../../daemon/app/devnet/addresses.ts'
import { startTraffic, type Traffic } from '../../daemon/app/devnet/drive.ts'
import { searcher } from '../../daemon/app/devnet/keys.ts'
import { linkTo } from '../../daemon/app/devnet/link.ts'
import { latestHead } from '../../daemon/chains/feeds/blocks.ts'
import { balancesAt } from '../../daemon/execution/balances.ts'
import { booksOf, differences } from '../../daemon/ledger/books.ts'
import { readEntries } from '../../daemon/ledger/store.ts'
import { askDaemon } from '../../daemon/ops/admin.ts'
import { systemClock } from '../../daemon/ops/clock.ts'
import { describeWithAnvil } from '../anvil.ts'
import { type Home, makeHome, type Running, startProcess } from './process.ts'

describeWithAnvil('the daemon', () => {
  let home: Home
  let daemon: Running
  let traffic: Traffic | null

  beforeEach(async () => {
    home = await makeHome()
    daemon = startProcess(home)
    traffic = null
    await daemon.until(({ pools }) => pools > 0)
  })
  afterEach(async () => {
    await traffic?.stop()
    if (daemon.child.exitCode === null && daemon.child.signalCode === null)
      await daemon.end('SIGTERM')
    home.remove()
  })

  const trade = (): void => {
    traffic = startTraffic({ ipc: join(home.path, 'devnet', 'node.ipc'), seed: 3 })
  }
  /** Closes the books through the daemon, and compares them with balances read here. */
  const booksEqualChain = async (): Promise<void> => {
    await traffic?.stop()
    await askDaemon(join(home.path, 'mevd.sock'), 'POST', '/drain')
    const link = await linkTo(join(home.path, 'devnet', 'node.ipc'))
    const block = await latestHead(link, systemClock.monotonic)
    const tokens = Object.values(worldAddresses.tokens).map(({ address }) => address)
    const closing = await balancesAt(link, block, [searcher, worldAddresses.executor], tokens)
    link.close()
    const books = booksOf(readEntries(home.path), 'devnet')
    expect(books.closing).not.toBeNull()
    expect(differences(books, closing)).toEqual([])
    const nonces = [...books.landed.keys()].map((hash) => books.orders.get(hash)?.order.nonce)
    expect(new Set(nonces).size).toBe(nonces.length)
  }

  test('earns, and its books equal the chain', async () => {
    trade()
    await daemon.until(({ books }) => books.landed >= 3)
    await booksEqualChain()
    const { funnel, books } = await daemon.devnet()
    expect(BigInt(books.realisedWei)).toBeGreaterThan(0n)
    const { seen, priced, decided, simulated, sent } = funnel.counts
    const left = (stage: string): number =>
      Object.entries(funnel.drops).reduce(
        (n, [key, c]) => (key.startsWith(`${stage}/`) ? n + c : n),
        0,
      )
    expect(seen - left('seen')).toBe(priced)
    expect(priced - left('priced')).toBe(decided)
    expect(decided - left('decided')).toBe(simulated)
    expect(simulated - left('simulated')).toBe(sent)
  })

  test('ends in order on SIGTERM: exit code 0, books closed, node gone', async () => {
    trade()
    const { node_pid } = await daemon.until(({ books }) => books.landed >= 1)
    expect(await daemon.end('SIGTERM')).toBe(0)
    expect(booksOf(readEntries(home.path), 'devnet').closing).not.toBeNull()
    expect(runs(node_pid)).toBe(false)
  })

  test('killed at random points and started again, sends nothing twice and balances', async () => {
    trade()
    for (let round = 0; round < 3; round++) {
      const { books } = await daemon.devnet()
      await daemon.until((now) => now.books.sent > books.sent)
      await daemon.end('SIGKILL')
      daemon = startProcess(home)
      await daemon.until(({ pools }) => pools > 0)
    }
    await booksEqualChain()
  })

  test('when the node is killed, starts it again, follows it, and balances', async () => {
    trade()
    for (let round = 0; round < 2; round++) {
      const { node_pid, books } = await daemon.until(({ pending }) => pending > 0)
      process.kill(node_pid ?? 0, 'SIGKILL')
      await daemon.until((now) => now.node_pid !== node_pid && now.books.sent > books.sent + 1)
    }
    await booksEqualChain()
  })

  test('keeps its configuration when it is asked to reload a bad file, and takes a good one', async () => {
    const before = await daemon.status()
    home.edit((text) => text.replace('max_hops: 3', 'max_hops: 3\n    max_hop: 2'))
    daemon.child.kill('SIGHUP')
    await expect.poll(async () => (await daemon.status()).last_reload?.ok).toBe(false)
    const refused = await daemon.status()
    expect(refused.config_hash).toBe(before.config_hash)
    expect(refused.generation).toBe(before.generation)
    expect(refused.last_reload?.message).toMatch(/devnet\.yaml:\d+:\d+: error\[KEY_UNKNOWN\]/)
    home.edit((text) => text.replace('max_hops: 3\n    max_hop: 2', 'max_hops: 2'))
    const told = await askDaemon<{ ok: boolean }>(join(home.path, 'mevd.sock'), 'POST', '/reload')
    expect(told.ok).toBe(true)
    const after = await daemon.status()
    expect(after.generation).toBe(before.generation + 1)
    expect(after.config_hash).not.toBe(before.config_hash)
    trade()
    await daemon.until(({ books }) => books.landed >= 1)
  })

  test('refuses to reload what needs a restart, by name', async () => {
    home.edit((text) => text.replace('block_ms: 500', 'block_ms: 400'))
    const told = await askDaemon<{ ok: boolean; message: string }>(
      join(home.path, 'mevd.sock'),
      'POST',
      '/reload',
    )
    expect(told).toEqual({ ok: false, message: 'needs a restart: devnet: node' })
  })

  test('serves the metrics of all its threads as one text', async () => {
    const text = await askDaemon<string>(join(home.path, 'mevd.sock'), 'GET', '/metrics')
    expect(text).toContain('mevd_market_pools{network="devnet"} 13')
    expect(text).toContain('mevd_policy_verdicts_total')
  })

  test('is alone on its state directory', async () => {
    const second = startProcess(home)
    expect(await second.end('SIGCONT')).toBe(75)
    expect(second.log()).toContain('STATE_IN_USE')
  })
})

/** Whether a process runs; one that has ended and was not waited for has an empty command line. */
function runs(pid: number | null): boolean {
  const path = `/proc/${pid}/cmdline`
  return existsSync(path) && readFileSync(path, 'utf8') !== ''
}
