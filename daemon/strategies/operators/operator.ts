import type { Observable } from 'rxjs'
import type { StreamType } from '../../config/types.ts'
import type { Clock } from '../../kernel/ports.ts'
import type { Hex } from '../../kernel/units.ts'
import type { Market } from '../../market/market.ts'
import type { MarketSignals } from '../../market/signals.ts'
import type { StrategySignals } from '../signals.ts'

/** What operators borrow: the market of their network, a clock and a voice. */
export type OperatorContext = {
  readonly clock: Clock
  readonly market: Market
  readonly marketSignals: MarketSignals
  readonly signals: StrategySignals
  /** Most half-paths that one operator may hold, and most cycles that one look may give. */
  readonly maxHalves: number
  readonly maxPaths: number
}

/** Options of an operator as the pipeline file gives them, resolved. */
export type OperatorOptions = { readonly base: readonly Hex[]; readonly maxHops: number }

/** One kind of node in a stream graph: what it takes, what it gives, and how to build it. */
export type Operator = {
  /** Types of the streams it takes; with `many`, any number of the one type. */
  readonly inputs: readonly StreamType[]
  readonly many: boolean
  readonly output: StreamType
  /** Keys that the file may give it beside `use` and `from`. */
  readonly options: readonly string[]
  readonly build: (
    ctx: OperatorContext,
    options: OperatorOptions,
    inputs: readonly Observable<unknown>[],
  ) => Observable<unknown>
}
