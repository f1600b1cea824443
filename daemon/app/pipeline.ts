import { isAbsolute, join } from 'node:path'
import { type Supervised, superviseNode } from '../chains/nodes/process.ts'
import { connect, untilUp } from '../chains/rpc/connection.ts'
import { credentialsDirectory } from '../config/env.ts'
import type { NodeOptions, PipelineConfig, RuleSet } from '../config/types.ts'
import { loadSigner, type Signer, signingBackend } from '../execution/chain/signer.ts'
import { sha256 } from '../kernel/ids.ts'
import type { Context } from '../kernel/ports.ts'
import type { Books } from '../ledger/books.ts'
import type { Writer } from '../ledger/writer.ts'
import type { LogLevel } from '../ops/log.ts'
import { rulesOf } from '../policy/engine.ts'
import { policySignals } from '../policy/signals.ts'
import { anvilArguments, anvilBinary } from './devnet/anvil.ts'
import { keepState, mendState } from './devnet/state-file.ts'
import { type NetworkHandle, startNetwork } from './network/handle.ts'
import type { NetworkMessage } from './network/messages.ts'
import { openAccounts } from './trade/account.ts'
import { type Desk, openDesk } from './trade/desk.ts'
import { type Runner, startRunner } from './trade/runner.ts'
import type { TradeContext } from './trade/trade.ts'

/** A pipeline at work. */
export type RunningPipeline = {
  config: PipelineConfig
  generation: number
  network: NetworkHandle
  pools: number
  readonly desk: Desk
  readonly runner: Runner
  readonly node: Supervised | null
  readonly rules: (config: PipelineConfig, sets: Sets) => TradeContext
}

type Sets = Readonly<Record<string, RuleSet>>

/** What starting a pipeline needs of the daemon. */
export type PipelineLoan = {
  readonly state: string
  readonly logLevel: LogLevel
  readonly writer: Writer
  readonly books: Books
  readonly ruleSets: Sets
  /** Called when the network's thread ended without having been told to. */
  readonly ended: (name: string, why: string) => void
}

const RULES_DEADLINE_MS = 50
const LINK_MS = 15_000

/** Time that a node gets to end in order, in milliseconds. */
export const NODE_PATIENCE_MS = 1000

/** Starts one pipeline upstream first: node, link, books, then the network's thread. */
export async function startPipeline(
  ctx: Context,
  config: PipelineConfig,
  loan: PipelineLoan,
): Promise<RunningPipeline> {
  const ipc = below(loan.state, config.node.ipc)
  const node = await startNode(ctx, config, loan.state, ipc)
  const connection = connect(ctx, { ipc })
  try {
    await untilUp(connection, LINK_MS)
    const desk = openDesk(config, { ...loan, connection, signer: signerOf(ctx, config) })
    await openAccounts(ctx, desk)
    await desk.nonces.refresh(connection)
    const trading = tradingOf(ctx, desk)
    const runner = startRunner(ctx, trading(config, loan.ruleSets))
    const rest = { config, generation: 1, pools: 0, desk, runner, node, rules: trading }
    const running: RunningPipeline = Object.assign(rest, { network: null as never })
    running.network = startThread(running, loan, config, 1)
    await running.network.ready
    return running
  } catch (error) {
    connection.close()
    await node?.stop(NODE_PATIENCE_MS)
    throw error
  }
}

function signerOf(ctx: Context, config: PipelineConfig): Signer | null {
  const [name] = config.execution.signers
  if (name === undefined) return null
  if (signingBackend === 'javascript')
    ctx.log.warn('no native secp256k1 on this machine: signing is about ten times slower')
  return loadSigner(credentialsDirectory(), name, config.chainId)
}

/** Starts the thread of a generation; what it says goes to the runner once it is the pipeline's own. */
export function startThread(
  running: RunningPipeline,
  loan: Pick<PipelineLoan, 'state' | 'logLevel' | 'ended'>,
  config: PipelineConfig,
  generation: number,
): NetworkHandle {
  const hear = (message: NetworkMessage): void => {
    if (message.kind === 'ready') running.pools = message.pools
    if (running.generation === generation) running.runner.hear(message)
  }
  const orders = {
    pipeline: config,
    generation,
    ipc: below(loan.state, config.node.ipc),
    logLevel: loan.logLevel,
  }
  return startNetwork(orders, hear, (why) => {
    if (running.generation === generation) loan.ended(config.name, why)
  })
}

function tradingOf(ctx: Context, desk: Desk) {
  const signals = policySignals(ctx)
  return (pipeline: PipelineConfig, sets: Sets): TradeContext => {
    const named = pipeline.policy.rules.flatMap((name) => sets[name] ?? [])
    const revision = sha256(named.map((set) => set.hash).join(' ')).slice(0, 16)
    return {
      clock: ctx.clock,
      desk,
      pipeline,
      rules: rulesOf(named, RULES_DEADLINE_MS, revision),
      signals,
    }
  }
}

async function startNode(
  ctx: Context,
  config: PipelineConfig,
  state: string,
  ipc: string,
): Promise<Supervised | null> {
  const { node } = config
  if (node.deploy !== 'process') return null
  const data = below(state, node.data)
  const supervised = await superviseNode(ctx, {
    command: anvilBinary(),
    args: anvilArguments({ ipc, state: data, blockMs: node.block, chainId: config.chainId }),
    ipc,
    prepare: () => mendState(data),
  })
  ctx.signal.addEventListener('abort', keepState(data), { once: true })
  return supervised
}

/** A path of the configuration: relative ones lie below the state directory. */
export const below = (state: string, path: NodeOptions['ipc']): string =>
  isAbsolute(path) ? path : join(state, path)
