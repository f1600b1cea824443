import { loadConfig } from '../config/load.ts'
import { formatProblem } from '../config/report.ts'
import type { Config, PipelineConfig } from '../config/types.ts'
import { MevdError } from '../kernel/errors.ts'
import type { Context } from '../kernel/ports.ts'
import { catalogue } from './catalogue.ts'
import { type PipelineLoan, type RunningPipeline, startThread } from './pipeline.ts'

/** What a reload did. */
export type Reloaded = {
  readonly config: Config
  /** Names of the pipelines that run on new settings. */
  readonly changed: readonly string[]
}

/** Reads and checks all files; errs with `CONFIG_INVALID` and every problem with its place. */
export function readConfig(paths: readonly string[]): Config {
  const { config, problems } = loadConfig({ paths, catalogue })
  if (config !== null && config.pipelines.length > 0) return config
  if (config !== null) throw new MevdError('CONFIG_INVALID', `no pipeline in ${paths.join(', ')}`)
  throw new MevdError('CONFIG_INVALID', problems.map(formatProblem).join('\n'))
}

/**
 * Takes a new configuration over: all of it, or nothing.
 *
 * Everything is read, checked and built beside the old before the first pipeline changes over. A
 * pipeline whose files did not change is not touched.
 */
export async function reload(
  ctx: Pick<Context, 'log'>,
  paths: readonly string[],
  pipelines: readonly RunningPipeline[],
  loan: Pick<PipelineLoan, 'state' | 'logLevel' | 'ended'>,
): Promise<Reloaded> {
  const config = readConfig(paths)
  const refused = pipelines.flatMap((running) => unreloadable(running.config, config))
  const unknown = config.pipelines.filter(
    ({ name }) => !pipelines.some((running) => running.config.name === name),
  )
  const needs = [...refused, ...unknown.map(({ name }) => `${name}: a new pipeline`)]
  if (needs.length > 0)
    throw new MevdError('CONFIG_INVALID', `needs a restart: ${needs.join('; ')}`)
  const changes = pipelines.flatMap((running) => {
    const next = config.pipelines.find(({ name }) => name === running.config.name)
    return next && next.hash !== running.config.hash ? [{ running, next }] : []
  })
  await changeOver(changes, config, loan)
  const changed = changes.map(({ next }) => next.name)
  ctx.log.info('reloaded', { changed, config_hash: config.hash })
  return { config, changed }
}

type Change = { readonly running: RunningPipeline; readonly next: PipelineConfig }

async function changeOver(
  changes: readonly Change[],
  config: Config,
  loan: Pick<PipelineLoan, 'state' | 'logLevel' | 'ended'>,
): Promise<void> {
  const built = changes.map(({ running, next }) => ({
    running,
    next,
    network: startThread(running, loan, next, running.generation + 1),
  }))
  try {
    await Promise.all(built.map(({ network }) => network.ready))
  } catch (error) {
    await Promise.all(built.map(({ network }) => network.stop()))
    throw error
  }
  for (const { running, next, network } of built) {
    const old = running.network
    running.runner.adopt(running.rules(next, config.ruleSets))
    running.config = next
    running.network = network
    running.generation++
    await old.stop()
  }
}

/** Settings of a pipeline that only a restart changes, named. */
function unreloadable(old: PipelineConfig, config: Config): readonly string[] {
  const next = config.pipelines.find(({ name }) => name === old.name)
  if (next === undefined) return [`${old.name}: removed`]
  const fixed = (each: PipelineConfig): Readonly<Record<string, unknown>> => ({
    network: each.network,
    chain_id: each.chainId,
    node: each.node,
    'execution.executor': each.execution.executor,
    'execution.signers': each.execution.signers,
    'markets.tokens': each.markets.tokens,
    'markets.native': each.markets.native,
  })
  const after = fixed(next)
  return Object.entries(fixed(old))
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(after[key]))
    .map(([key]) => `${old.name}: ${key}`)
}
