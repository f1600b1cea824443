import { map, type Observable } from 'rxjs'
import { tokenId } from '../../market/pools/table.ts'
import type { PoolState } from '../../market/types.ts'
import { searchOf } from '../cycles/search.ts'
import type { Batch } from '../types.ts'
import type { Operator } from './operator.ts'

/** Finds the cycles through changed pools that earn before gas; gives one batch a state. */
export const findCycles: Operator = {
  inputs: ['pool-state'],
  many: false,
  output: 'opportunity',
  options: ['base', 'max_hops'],
  build(ctx, options, inputs): Observable<Batch> {
    const { market, maxCycles } = ctx
    const bases = options.base.map((token) => tokenId(market.table, token))
    const search = searchOf(ctx, market, { bases, maxHops: options.maxHops, maxCycles })
    ctx.signals.enumerated(search.count, search.truncated)
    return (inputs[0] as Observable<PoolState>).pipe(
      map((state) => ({ state, opportunities: search.look(state) })),
    )
  },
}
