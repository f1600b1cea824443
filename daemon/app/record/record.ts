import { closeSync, openSync, writeSync } from 'node:fs'
import type { WireHead, WireLog } from '../../chains/feeds/blocks.ts'
import { latestHead } from '../../chains/feeds/blocks.ts'
import { type FollowOptions, follow } from '../../chains/feeds/follow.ts'
import type { Connection } from '../../chains/rpc/connection.ts'
import { chainSignals } from '../../chains/signals.ts'
import type { Head } from '../../chains/types.ts'
import type { PipelineConfig } from '../../config/types.ts'
import { toJson } from '../../kernel/json.ts'
import type { Context } from '../../kernel/ports.ts'
import { marketTopics } from '../../market/pools/apply.ts'
import { readMarket } from '../../market/read/fresh.ts'
import { recordOf } from '../../market/read/to-record.ts'

/** What is to be recorded, and how much of it. */
export type RecordOptions = {
  readonly pipeline: PipelineConfig
  readonly path: string
  /** Blocks to record; null goes on until the signal aborts. */
  readonly blocks: number | null
}

/** What came of it. */
export type Recorded = { readonly blocks: number; readonly pools: number; readonly from: number }

const DEPTH = 64
const QUIET_MS = 2000

/**
 * Writes a recording of a live network: the pools at the tip, then each block's head and its logs as
 * the node tells them, in the node's own words.
 *
 * Blocks stand in the order in which they became true: after a reorg the new ones follow.
 */
export async function record(
  ctx: Context,
  connection: Connection,
  options: RecordOptions,
): Promise<Recorded> {
  const { pipeline, path } = options
  const start = await latestHead(connection, ctx.clock.monotonic)
  const pools = await readMarket(connection, pipeline.markets, start)
  const file = openSync(path, 'w')
  const line = (value: unknown): void => {
    writeSync(file, `${toJson(value)}\n`)
  }
  line({ mevd: 'recording/1', network: pipeline.network, chain_id: pipeline.chainId })
  for (const [symbol, address] of Object.entries(pipeline.markets.tokens))
    line({ t: 'token', address, symbol })
  for (const each of pools.flatMap((pool) => recordOf(pool, start.height) ?? [])) line(each)
  const heads = headsFrom(ctx, connection, pipeline, start)
  let blocks = 0
  try {
    for await (const head of heads) {
      const at_ms = ctx.clock.now()
      for (const each of await inOwnWords(connection, head)) line({ ...each, at_ms })
      if (++blocks === options.blocks) break
    }
  } finally {
    closeSync(file)
  }
  return { blocks, pools: pools.length, from: start.height }
}

/** A block's head and logs as the node writes them. */
async function inOwnWords(connection: Connection, head: Head) {
  const [block, logs] = await Promise.all([
    connection.request<WireHead & { transactions?: unknown }>('eth_getBlockByHash', [
      head.id,
      false,
    ]),
    connection.request<readonly WireLog[]>('eth_getLogs', [
      { blockHash: head.id, topics: [marketTopics] },
    ]),
  ])
  const { transactions: _transactions, ...wire } = block
  return [{ t: 'head', ...wire }, ...logs.map((log) => ({ t: 'log', ...log }))]
}

/** New blocks after `start`, in order, until the signal aborts. */
async function* headsFrom(
  ctx: Context,
  connection: Connection,
  pipeline: PipelineConfig,
  start: Head,
): AsyncGenerator<Head> {
  const signals = chainSignals(ctx, pipeline.network)
  const options: FollowOptions = {
    start,
    topics: marketTopics,
    logs: 'read',
    depth: DEPTH,
    quietMs: QUIET_MS,
    signals,
  }
  const { events$, up } = follow(ctx, connection, options)
  const waiting: Head[] = []
  let wake: () => void = () => undefined
  let over = false
  const subscription = events$.subscribe({
    next: (event) => {
      if (event.kind === 'head') waiting.push(event.head)
      wake()
    },
    complete: () => {
      over = true
      wake()
    },
  })
  ctx.signal.addEventListener('abort', () => wake(), { once: true })
  up()
  try {
    while (!over && !ctx.signal.aborted) {
      const head = waiting.shift()
      if (head) yield head
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    subscription.unsubscribe()
  }
}
