import { merge, type Observable, share } from 'rxjs'
import { filter, map } from 'rxjs/operators'
import type { FeedEvent } from '../chains/types.ts'
import type { PipelineConfig } from '../config/types.ts'
import { MevdError } from '../kernel/errors.ts'
import { claiming } from './claim.ts'
import { operators } from './operators/catalogue.ts'
import type { OperatorContext } from './operators/operator.ts'
import type { Batch, Findings } from './types.ts'

/** Where the graph of one pipeline gets its events from. */
export type Sources = { readonly events$: Observable<FeedEvent> }

/**
 * Builds the stream graph of a pipeline: its named streams, and the strategies that take from them.
 *
 * The file has been checked by then: every name is known, types agree and there is no cycle. Two
 * names for the same operator over the same streams are one stream, so that the market is folded
 * once. The stream completes and errs with its sources.
 */
export function buildGraph(
  ctx: OperatorContext,
  pipeline: PipelineConfig,
  generation: number,
  sources: Sources,
): Observable<Findings> {
  const streams = new Map<string, Observable<unknown>>([
    ['heads', sources.events$.pipe(filter((event) => event.kind !== 'changes'))],
    ['logs', sources.events$.pipe(filter((event) => event.kind === 'changes'))],
  ])
  const built = new Map<string, Observable<unknown>>()
  const streamOf = (name: string): Observable<unknown> => {
    const known = streams.get(name)
    if (known) return known
    const node = pipeline.graph[name]
    const operator = operators[node?.use ?? '']
    if (!node || !operator) throw new MevdError('BUG', `the graph has no stream ${name}`)
    const same = JSON.stringify({ ...node, from: [...node.from].sort() })
    const stream$ =
      built.get(same) ?? operator.build(ctx, node, node.from.map(streamOf)).pipe(share())
    built.set(same, stream$)
    streams.set(name, stream$)
    return stream$
  }
  const names = [...new Set(pipeline.strategies.map((strategy) => strategy.from))]
  const batches$ = names.map((name) =>
    (streamOf(name) as Observable<Batch>).pipe(map((batch) => ({ stream: name, batch }))),
  )
  return merge(...batches$).pipe(map(claiming(ctx, pipeline, generation)))
}
