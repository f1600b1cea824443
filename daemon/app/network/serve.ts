import { type Observable, Subject, share, tap } from 'rxjs'
import { latestHead } from '../../chains/feeds/blocks.ts'
import { type Followed, type FollowOptions, follow } from '../../chains/feeds/follow.ts'
import { type Connection, connect, untilUp } from '../../chains/rpc/connection.ts'
import { type ChainSignals, chainSignals } from '../../chains/signals.ts'
import type { FeedEvent } from '../../chains/types.ts'
import { MevdError } from '../../kernel/errors.ts'
import type { Context } from '../../kernel/ports.ts'
import { openMarket } from '../../market/market.ts'
import { marketTopics } from '../../market/pools/apply.ts'
import { readMarket } from '../../market/read/fresh.ts'
import { marketSignals } from '../../market/signals.ts'
import { buildGraph } from '../../strategies/graph.ts'
import { strategySignals } from '../../strategies/signals.ts'
import type { Findings } from '../../strategies/types.ts'
import type { NetworkMessage, NetworkOrders } from './messages.ts'

/** Blocks that a reorg can undo. */
const DEPTH = 64
const QUIET_MS = 2000
const FIRST_LINK_MS = 15_000
/** Half-paths held take 40 bytes each; a look that gives more cycles than this is a broken market. */
const MAX_HALVES = 5_000_000
const MAX_PATHS = 20_000

type Tell = (message: NetworkMessage) => void

/**
 * Follows one network until the signal aborts: reads its market, keeps it, searches, and tells.
 *
 * After a resync everything is read afresh; what was found before is nothing then.
 */
export async function serveNetwork(ctx: Context, orders: NetworkOrders, tell: Tell): Promise<void> {
  const { pipeline } = orders
  const signals = chainSignals(ctx, pipeline.network)
  let followed: Followed | null = null
  const connection = connect(ctx, {
    ipc: orders.ipc,
    onUp: () => {
      signals.up(orders.ipc)
      tell({ kind: 'link', up: true })
      followed?.up()
    },
    onDown: (why) => {
      signals.down(why)
      tell({ kind: 'link', up: false })
    },
  })
  await untilUp(connection, FIRST_LINK_MS)
  while (!ctx.signal.aborted) {
    const opened = await open(ctx, orders, connection, signals, tell)
    followed = opened.followed
    opened.followed.up()
    await opened.done
    followed = null
    if (!ctx.signal.aborted) tell({ kind: 'resync' })
  }
}

/** Reads the market at the tip and starts to follow; `done` settles at a resync or at the end. */
async function open(
  ctx: Context,
  orders: NetworkOrders,
  connection: Connection,
  signals: ChainSignals,
  tell: Tell,
): Promise<{ readonly followed: Followed; readonly done: Promise<void> }> {
  const { pipeline, generation } = orders
  await checkChain(connection, pipeline.chainId)
  const began = performance.now()
  const start = await latestHead(connection, ctx.clock.monotonic)
  const pools = await readMarket(connection, pipeline.markets, start)
  const voice = marketSignals(ctx, pipeline.network)
  const market = openMarket(pipeline.network, pools, DEPTH)
  voice.opened(pools.length, performance.now() - began, start.height)
  const options: FollowOptions = {
    start,
    topics: marketTopics,
    addresses: () => market.table.addresses,
    logs: 'pushed',
    depth: DEPTH,
    quietMs: QUIET_MS,
    signals,
  }
  const followed = follow(ctx, connection, options)
  const events$ = followed.events$.pipe(tap(teller(tell, signals)), share({ connector }))
  const graph = buildGraph(
    {
      clock: ctx.clock,
      market,
      marketSignals: voice,
      signals: strategySignals(ctx, pipeline.network),
      maxHalves: MAX_HALVES,
      maxPaths: MAX_PATHS,
    },
    pipeline,
    generation,
    { events$ },
  )
  const done = finished(ctx, graph, tell)
  tell({ kind: 'ready', at: { height: start.height, id: start.id }, pools: pools.length })
  return { followed, done }
}

const connector = (): Subject<FeedEvent> => new Subject()

function finished(ctx: Context, graph$: Observable<Findings>, tell: Tell): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = graph$.subscribe({
      next: (findings) => {
        const { stamps } = findings
        tell({
          kind: 'findings',
          findings,
          detection: {
            applyUs: stamps.applied - stamps.received,
            searchUs: ctx.clock.monotonic() - stamps.applied,
          },
        })
      },
      error: reject,
      complete: resolve,
    })
    ctx.signal.addEventListener(
      'abort',
      () => {
        subscription.unsubscribe()
        resolve()
      },
      { once: true },
    )
  })
}

const teller =
  (tell: Tell, signals: ChainSignals) =>
  (event: FeedEvent): void => {
    if (event.kind === 'head') {
      const { height, id, time } = event.head
      tell({ kind: 'tip', at: { height, id }, time })
    } else if (event.kind === 'rollback') tell({ kind: 'rollback', to: event.to })
    else if (event.kind === 'resync') signals.resyncing(event.why)
  }

async function checkChain(connection: Connection, wanted: number): Promise<void> {
  const found = Number(await connection.request('eth_chainId'))
  if (found !== wanted)
    throw new MevdError('WRONG_CHAIN', `the node is on chain ${found}, the pipeline on ${wanted}`)
}
