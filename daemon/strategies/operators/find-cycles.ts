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
    const { market, maxHalves, maxPaths } = ctx
    const bases = options.base.map((token) => tokenId(market.table, token))
    const search = searchOf(ctx, market, {
      bases,
      maxHops: options.maxHops,
      maxHalves,
      maxPaths,
    })
    ctx.signals.enumerated(search.cycles, search.halves, search.truncated)
    return (inputs[0] as Observable<PoolState>).pipe(
      map((state) => {
        const { opportunities, truncated } = search.look(state)
        if (truncated) ctx.signals.cutShort(state.head.height)
        return { state, opportunities }
      }),
    )
  },
}
