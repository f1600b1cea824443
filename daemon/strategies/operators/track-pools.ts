import { map, merge, type Observable } from 'rxjs'
import { filter } from 'rxjs/operators'
import type { FeedEvent } from '../../chains/types.ts'
import { foldEvent } from '../../market/market.ts'
import type { PoolState } from '../../market/types.ts'
import type { Operator } from './operator.ts'

/** Folds heads and logs into the market; gives its state after each block. */
export const trackPools: Operator = {
  inputs: ['head', 'change'],
  many: false,
  output: 'pool-state',
  options: [],
  build: (ctx, _options, inputs): Observable<PoolState> =>
    merge(...(inputs as readonly Observable<FeedEvent>[])).pipe(
      map((event) =>
        foldEvent({ clock: ctx.clock, signals: ctx.marketSignals }, ctx.market, event),
      ),
      filter((state) => state !== null),
    ),
}
