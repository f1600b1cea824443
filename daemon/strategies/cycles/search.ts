import { sha256 } from '../../kernel/ids.ts'
import type { Clock } from '../../kernel/ports.ts'
import type { Market } from '../../market/market.ts'
import { type HopState, hopState, quoteHop, trimmed } from '../../market/quote.ts'
import type { PoolState } from '../../market/types.ts'
import type { Hop, Opportunity } from '../types.ts'
import { type CycleOptions, type Cycles, enumerateCycles, hopsOf } from './enumerate.ts'
import { screenOf } from './screen.ts'
import { bestSize } from './size.ts'

/** Looks at what changed; gives every cycle through it that earns, the best first. */
export type Search = {
  readonly look: (state: PoolState) => readonly Opportunity[]
  /** Cycles held. */
  readonly count: number
  readonly truncated: boolean
}

/** A search over the cycles of a market as it is now; pools that join later need a new one. */
export function searchOf(
  ctx: { readonly clock: Clock },
  market: Market,
  options: CycleOptions,
): Search {
  const cycles = enumerateCycles(market.table, options)
  const screen = screenOf(cycles)
  return {
    count: cycles.count,
    truncated: cycles.truncated,
    look(state) {
      const { candidates } = screen(market.table, state.touched)
      return candidates
        .flatMap((c) => opportunityOf(ctx, market, cycles, c, state) ?? [])
        .sort((a, b) => (a.profit < b.profit ? 1 : a.profit > b.profit ? -1 : 0))
    },
  }
}

function opportunityOf(
  ctx: { readonly clock: Clock },
  market: Market,
  cycles: Cycles,
  c: number,
  state: PoolState,
): Opportunity | null {
  const path = hopsOf(cycles, c)
  const states = path.map((hop) => hopState(market.table, hop.pool, hop.zeroForOne))
  const sized = bestSize(states)
  if (sized === null) return null
  const hops = hopsAlong(market, path, states, sized.input)
  const base = hops[0]?.tokenIn ?? '0x'
  const { height, id } = state.head
  return {
    id: idOf(state, hops),
    network: market.network,
    block: { height, id },
    transactionIndex: state.transactionIndex,
    hops,
    input: { token: base, units: sized.input },
    output: { token: base, units: sized.output },
    profit: sized.output - sized.input,
    stamps: { ...state.stamps, found: ctx.clock.monotonic() },
  }
}

function hopsAlong(
  market: Market,
  path: readonly { readonly pool: number; readonly zeroForOne: boolean }[],
  states: readonly HopState[],
  input: bigint,
): readonly Hop[] {
  const { table } = market
  let amount = input
  return path.map(({ pool, zeroForOne }, i) => {
    const whole = states[i] as HopState
    const token0 = table.tokens[table.token0[pool] ?? 0] ?? '0x'
    const token1 = table.tokens[table.token1[pool] ?? 0] ?? '0x'
    const state = trimmed(whole, amount)
    amount = quoteHop(whole, amount)
    return {
      pool: table.addresses[pool] ?? '0x',
      dex: table.dexes[pool] ?? '',
      tokenIn: zeroForOne ? token0 : token1,
      tokenOut: zeroForOne ? token1 : token0,
      state,
    }
  })
}

const idOf = (state: PoolState, hops: readonly Hop[]): string =>
  sha256(
    [
      state.network,
      state.head.id,
      state.transactionIndex,
      ...hops.map((hop) => hop.pool),
      hops[0]?.tokenIn,
    ].join(' '),
  ).slice(0, 32)
