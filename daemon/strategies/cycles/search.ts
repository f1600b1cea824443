import { sha256 } from '../../kernel/ids.ts'
import type { Clock } from '../../kernel/ports.ts'
import type { Market } from '../../market/market.ts'
import type { PoolTable } from '../../market/pools/table.ts'
import { hopState, quoteHop, trimmed } from '../../market/quote.ts'
import type { PoolState } from '../../market/types.ts'
import type { Hop, Opportunity } from '../types.ts'
import { halvesOf } from './halves.ts'
import { type EdgePath, joinOf } from './join.ts'
import { bestSize } from './size.ts'

/** Which cycles to look for. */
export type SearchOptions = {
  /** Places of the base tokens in the table, the dearest first. */
  readonly bases: readonly number[]
  /** Most pools in a cycle: 2 to 4. */
  readonly maxHops: number
  /** Bounds on what is held and on what one look may give; what lies beyond is left out and told. */
  readonly maxHalves: number
  readonly maxPaths: number
}

/** What one look gave. */
export type Looked = {
  /** The best first. */
  readonly opportunities: readonly Opportunity[]
  /** True where there were more cycles than `maxPaths`. */
  readonly truncated: boolean
}

/** Looks at what changed; gives every cycle through it that earns. */
export type Search = {
  readonly look: (state: PoolState) => Looked
  /** Cycles that are held, at most: some share a pool with themselves. */
  readonly cycles: number
  readonly halves: number
  readonly truncated: boolean
}

/** A search over the cycles of a market as it is now; pools that join later need a new one. */
export function searchOf(
  ctx: { readonly clock: Clock },
  market: Market,
  options: SearchOptions,
): Search {
  const { table } = market
  const halves = halvesOf(table.edges, { ...options, tokens: table.tokens.length })
  const join = joinOf(halves, options.maxPaths)
  return {
    cycles: halves.cycles,
    halves: halves.count,
    truncated: halves.truncated,
    look(state) {
      const { paths, truncated } = join(state.touched)
      const opportunities = paths
        .flatMap((path) => opportunityOf(ctx, market, path, state) ?? [])
        .sort((a, b) => (a.profit < b.profit ? 1 : a.profit > b.profit ? -1 : 0))
      return { opportunities, truncated }
    },
  }
}

function opportunityOf(
  ctx: { readonly clock: Clock },
  market: Market,
  path: EdgePath,
  state: PoolState,
): Opportunity | null {
  const states = path.map((edge) => hopState(market.table, edge))
  const sized = bestSize(states)
  if (sized === null) return null
  const hops = hopsAlong(market.table, path, states, sized.input)
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
  { edges, tokens, addresses, dexes }: PoolTable,
  path: EdgePath,
  states: readonly ReturnType<typeof hopState>[],
  input: bigint,
): readonly Hop[] {
  let amount = input
  return path.flatMap((edge, at) => {
    const whole = states[at]
    if (whole === undefined) return []
    const pool = edges.pool[edge] as number
    const state = trimmed(whole, amount)
    amount = quoteHop(whole, amount)
    return {
      pool: addresses[pool] ?? '0x',
      dex: dexes[pool] ?? '',
      tokenIn: tokens[edges.from[edge] as number] ?? '0x',
      tokenOut: tokens[edges.to[edge] as number] ?? '0x',
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
      ...hops.map((hop) => `${hop.pool} ${hop.tokenIn}`),
    ].join(' '),
  ).slice(0, 32)
