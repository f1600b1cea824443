import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { worldAddresses } from '../../../daemon/app/devnet/addresses.ts'
import { startDevnet } from '../../../daemon/app/devnet/chain.ts'
import { traders, writeKeys } from '../../../daemon/app/devnet/keys.ts'
import { linkTo } from '../../../daemon/app/devnet/link.ts'
import { readConfig } from '../../../daemon/app/reload.ts'
import { openAccounts } from '../../../daemon/app/trade/account.ts'
import { type Desk, openDesk } from '../../../daemon/app/trade/desk.ts'
import { settleOrders } from '../../../daemon/app/trade/settle.ts'
import type { TradeContext } from '../../../daemon/app/trade/trade.ts'
import { latestHead } from '../../../daemon/chains/feeds/blocks.ts'
import type { Connection } from '../../../daemon/chains/rpc/connection.ts'
import type { PipelineConfig } from '../../../daemon/config/types.ts'
import { encodeCall } from '../../../daemon/execution/abi.ts'
import { loadSigner } from '../../../daemon/execution/chain/signer.ts'
import { MevdError } from '../../../daemon/kernel/errors.ts'
import { quantity, uintAt } from '../../../daemon/kernel/hex.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { booksOf } from '../../../daemon/ledger/books.ts'
import { readEntries } from '../../../daemon/ledger/store.ts'
import { startWriter } from '../../../daemon/ledger/writer.ts'
import { conditionsAt } from '../../../daemon/market/conditions.ts'
import { openMarket } from '../../../daemon/market/market.ts'
import { readMarket } from '../../../daemon/market/read/fresh.ts'
import { systemClock } from '../../../daemon/ops/clock.ts'
import { openMeter } from '../../../daemon/ops/meter.ts'
import { rulesOf } from '../../../daemon/policy/engine.ts'
import { policySignals } from '../../../daemon/policy/signals.ts'
import { searchOf } from '../../../daemon/strategies/cycles/search.ts'
import type { Findings } from '../../../daemon/strategies/types.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** What the account functions are lent. */
export const lent = { log: silent, clock: systemClock }

/** The token that gas is paid in at par. */
export const WETH: Hex = worldAddresses.tokens.WETH.address

const { pipelines, ruleSets } = readConfig(['pipelines/devnet.yaml'])
const [devnet] = pipelines
if (devnet === undefined) throw new Error('the devnet pipeline is gone')

/** The pipeline of the devnet, over its V2 exchanges alone: they are read in a moment. */
export const pipeline: PipelineConfig = {
  ...devnet,
  markets: {
    ...devnet.markets,
    dexes: devnet.markets.dexes.filter(({ venue }) => venue === 'uniswap-v2'),
  },
}

/** A connection that counts what it is asked, and fails at what the test says. */
type Tapped = Connection & { readonly asked: string[]; readonly failing: Set<string> }

async function tap(ipc: string): Promise<Tapped> {
  const connection = await linkTo(ipc)
  const asked: string[] = []
  const failing = new Set<string>()
  const request = <T>(method: string, params: readonly unknown[] = []): Promise<T> => {
    asked.push(method)
    return failing.has(method)
      ? Promise.reject(new MevdError('NODE_UNREACHABLE', 'the link broke'))
      : connection.request<T>(method, params)
  }
  return { ...connection, request, asked, failing }
}

/** A desk as the daemon would open it, and what it stands on. */
export type Seat = {
  readonly desk: Desk
  readonly connection: Tapped
  readonly trading: TradeContext
  /** Takes the newest block for the tip, and gives what can be earned on it. */
  readonly look: () => Promise<Findings>
  /** Takes the newest block for the tip, and enters what became of all orders. */
  readonly settle: () => Promise<void>
  /** Ends it as a daemon would end that has written its books. */
  readonly leave: () => Promise<void>
}

/** How a desk is opened. */
type SeatOptions = { readonly mode?: 'live' | 'shadow'; readonly signed?: boolean }

/** A devnet with a desk or several in turn, all over the same books. */
export async function openFloor() {
  const directory = mkdtempSync(join(tmpdir(), 'mevd-'))
  const state = join(directory, 'books')
  const net = await startDevnet({ directory, blockMs: null, connect: linkTo })
  writeKeys(join(directory, 'keys'))
  const seats = new Set<Seat>()

  async function sit({ mode = 'live', signed = true }: SeatOptions = {}): Promise<Seat> {
    const writer = startWriter(state)
    await writer.append([])
    const books = booksOf(readEntries(state), pipeline.network)
    const connection = await tap(net.ipc)
    const signer = signed ? loadSigner(join(directory, 'keys'), 'searcher', 31_337) : null
    const config = { ...pipeline, execution: { ...pipeline.execution, mode } }
    const desk = openDesk(config, { connection, writer, books, signer })
    await openAccounts(lent, desk)
    await desk.nonces.refresh(connection)
    Object.assign(desk, { linked: true, synced: true })
    const trading: TradeContext = {
      clock: systemClock,
      desk,
      pipeline: config,
      rules: rulesOf(Object.values(ruleSets), 5_000, 'rev'),
      signals: policySignals({ log: silent, meter: openMeter().meter }),
    }
    const seat: Seat = {
      ...{ desk, connection, trading },
      look: () => findingsOf(desk),
      async settle() {
        const { height, id } = await latestHead(connection, systemClock.monotonic)
        desk.tip = { height, id }
        const { written } = await settleOrders(lent, desk, WETH, 'all')
        await written
      },
      async leave() {
        seats.delete(seat)
        await writer.close()
        connection.close()
      },
    }
    seats.add(seat)
    return seat
  }

  /** Sells to a pair, out of the traders' stock, for a tip; it does not mine. */
  async function sell(
    place: number,
    token: 'WETH' | 'USDC',
    units: bigint,
    tipGwei = 1,
  ): Promise<Hex> {
    const pool = worldAddresses.pools[place]
    const call = 'function swapV2(address pair, address tokenIn, uint256 amountIn, uint256 feePpm)'
    const tokenIn = worldAddresses.tokens[token].address
    const data = encodeCall(call, [pool?.address, tokenIn, units, 3_000])
    const fee = quantity(BigInt(tipGwei) * 10n ** 9n)
    const to = { from: traders[0], to: worldAddresses.trader, data, gas: quantity(600_000) }
    const fees = { maxFeePerGas: quantity(10n ** 11n * BigInt(tipGwei)), maxPriorityFeePerGas: fee }
    return net.rpc.request<Hex>('eth_sendTransaction', [{ ...to, ...fees }])
  }

  return {
    ...{ net, state, sit, sell },
    /** Opens a gap of some WETH between the two pairs of WETH and USDC, and mines it. */
    async gap(weth = 10n) {
      await sell(0, 'WETH', weth * 10n ** 18n)
      await net.mine()
    },
    /** What the chain says that an account has. */
    async balance(asset: Hex | 'native', account: Hex): Promise<bigint> {
      if (asset === 'native')
        return BigInt(await net.rpc.request<Hex>('eth_getBalance', [account, 'latest']))
      const data = encodeCall('function balanceOf(address)', [account])
      return uintAt(await net.rpc.request<Hex>('eth_call', [{ to: asset, data }, 'latest']), 0)
    },
    async close() {
      for (const seat of seats) await seat.leave()
      await net.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** What a floor is. */
export type Floor = Awaited<ReturnType<typeof openFloor>>

/** All that can be earned at the newest block. */
async function findingsOf(desk: Desk): Promise<Findings> {
  const { network, markets, strategies } = pipeline
  const head = await latestHead(desk.connection, systemClock.monotonic)
  desk.tip = { height: head.height, id: head.id }
  const pools = await readMarket(desk.connection, markets, head)
  const market = openMarket(network, pools, 8)
  const base = market.table.tokens.indexOf(WETH)
  const search = searchOf({ clock: systemClock }, market, {
    bases: [base],
    maxHops: 3,
    maxHalves: 1_000,
    maxPaths: 1_000,
  })
  const received = systemClock.monotonic()
  const stamps = { received, applied: received }
  const touched = pools.map((_, i) => i)
  const { opportunities: found } = search.look({
    network,
    head,
    touched,
    transactionIndex: null,
    stamps,
  })
  const strategy = strategies[0]?.name ?? ''
  return {
    network,
    pipeline: pipeline.name,
    generation: 1,
    conditions: conditionsAt(network, head),
    stamps,
    claimed: found.map((opportunity) => ({ strategy, opportunity })),
    unclaimed: { BELOW_MIN_PROFIT: 0, GAS_TOO_DEAR: 0 },
  }
}
