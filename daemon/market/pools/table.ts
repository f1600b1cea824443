import type { Hex } from '../../kernel/units.ts'
import type { Pool } from '../types.ts'
import { isVenueName, type VenueName, venueOf } from '../venues/catalogue.ts'
import { uniswapV2, type V2State } from '../venues/uniswap-v2.ts'
import type { V3State } from '../venues/uniswap-v3/state.ts'
import type { Ticks } from '../venues/uniswap-v3/ticks.ts'
import { uniswapV3 } from '../venues/uniswap-v3/uniswap-v3.ts'
import { addEdges, type Edges, emptyEdges, setRates, wider } from './edges.ts'

/** Limbs of exact state a pool: V2 two reserves of two limbs, V3 price of three and liquidity of two. */
const LIMBS = 5

/**
 * The pools of one network as a struct of typed arrays: one row a pool, written by the market alone.
 *
 * Exact state of the two busiest venues is little-endian 64-bit limbs in `exact`; the others keep an
 * immutable state of their own. The rates of `edges` are the mirror of all of it in floats.
 */
export type PoolTable = {
  size: number
  readonly addresses: Hex[]
  readonly dexes: string[]
  readonly venues: VenueName[]
  readonly ids: Map<Hex, number>
  readonly tokens: Hex[]
  readonly tokenIds: Map<Hex, number>
  /** Places of each pool's tokens, in the pool's own order. */
  readonly poolTokens: (readonly number[])[]
  /** Fee in parts per million for 0→1 and 1→0. */
  fee01: Int32Array
  fee10: Int32Array
  exact: BigUint64Array
  tick: Int32Array
  spacing: Int32Array
  readonly ticks: (Ticks | null)[]
  /** States of the pools that are neither V2 nor V3; null for those. */
  readonly states: unknown[]
  readonly edges: Edges
  /** Seconds since 1970 in the newest block: what moves with time is priced for this moment. */
  time: number
}

/** A table with no pools. */
export const emptyTable = (capacity = 64): PoolTable => ({
  size: 0,
  addresses: [],
  dexes: [],
  venues: [],
  ids: new Map(),
  tokens: [],
  tokenIds: new Map(),
  poolTokens: [],
  fee01: new Int32Array(capacity),
  fee10: new Int32Array(capacity),
  exact: new BigUint64Array(capacity * LIMBS),
  tick: new Int32Array(capacity),
  spacing: new Int32Array(capacity),
  ticks: [],
  states: [],
  edges: emptyEdges(capacity * 2),
  time: 0,
})

/** Adds a pool, or overwrites the state of one that is known; gives its place. */
export function putPool(table: PoolTable, pool: Pool): number {
  const id = table.ids.get(pool.address) ?? append(table, pool)
  if (pool.venue === 'uniswap-v2') writeV2(table, id, pool.reserves[0], pool.reserves[1])
  else if (pool.venue === 'uniswap-v3') {
    table.ticks[id] = pool.state.ticks
    writeV3(table, id, pool.state)
  } else writeState(table, id, pool.state)
  return id
}

/** The place of a token in the table, adding it where it is new. */
export function tokenId(table: PoolTable, token: Hex): number {
  const known = table.tokenIds.get(token)
  if (known !== undefined) return known
  table.tokenIds.set(token, table.tokens.length)
  return table.tokens.push(token) - 1
}

function append(table: PoolTable, pool: Pool): number {
  if (!isVenueName(pool.venue)) throw new RangeError(`no venue ${pool.venue}`)
  if (table.size === table.fee01.length) grow(table)
  const id = table.size++
  table.ids.set(pool.address, id)
  table.addresses.push(pool.address)
  table.dexes.push(pool.dex)
  table.venues.push(pool.venue)
  const tokens = pool.tokens.map((token) => tokenId(table, token))
  table.poolTokens.push(tokens)
  table.ticks[id] = null
  table.states[id] = null
  if (pool.venue === 'uniswap-v2') {
    table.fee01[id] = pool.feePpm[0]
    table.fee10[id] = pool.feePpm[1]
  } else if (pool.venue === 'uniswap-v3') {
    const { state } = pool
    table.fee01[id] = state.feePpm
    table.fee10[id] = state.feePpm10 ?? state.feePpm
    table.spacing[id] = state.tickSpacing
    table.ticks[id] = state.ticks
  }
  addEdges(table.edges, tokens)
  return id
}

function grow(table: PoolTable): void {
  for (const key of ['fee01', 'fee10', 'tick', 'spacing'] as const)
    table[key] = wider(table[key], Int32Array)
  table.exact = wider(table.exact, BigUint64Array)
}

/** Sets a V2 pool's reserves, in smallest units below 2^128. */
export function writeV2(table: PoolTable, id: number, reserve0: bigint, reserve1: bigint): void {
  const at = id * LIMBS
  table.exact[at] = reserve0
  table.exact[at + 1] = reserve0 >> 64n
  table.exact[at + 2] = reserve1
  table.exact[at + 3] = reserve1 >> 64n
  const x = Number(reserve0)
  const y = Number(reserve1)
  const open = x > 0 && y > 0
  const { rate, start } = table.edges
  const first = start[id] as number
  rate[first] = open ? (y / x) * (1 - (table.fee01[id] as number) / 1e6) : 0
  rate[first + 1] = open ? (x / y) * (1 - (table.fee10[id] as number) / 1e6) : 0
}

/** A V2 pool as its venue knows it. */
export const readV2 = (table: PoolTable, id: number): V2State => ({
  reserves: [limbs(table.exact, id * LIMBS, 2), limbs(table.exact, id * LIMBS + 2, 2)],
  feePpm: [table.fee01[id] ?? 0, table.fee10[id] ?? 0],
})

/** What moves in a V3 pool beside its ticks. */
export type V3Price = Pick<V3State, 'sqrtPriceX96' | 'tick' | 'liquidity'>

/** Sets a V3 pool's price, tick and liquidity in range. */
export function writeV3(table: PoolTable, id: number, price: V3Price): void {
  const at = id * LIMBS
  table.exact[at] = price.sqrtPriceX96
  table.exact[at + 1] = price.sqrtPriceX96 >> 64n
  table.exact[at + 2] = price.sqrtPriceX96 >> 128n
  table.exact[at + 3] = price.liquidity
  table.exact[at + 4] = price.liquidity >> 64n
  table.tick[id] = price.tick
  if (price.liquidity === 0n || price.sqrtPriceX96 === 0n) {
    const state = readV3(table, id)
    setRates(table.edges, id, (i, j) => uniswapV3.rate(state, i, j, { time: table.time }))
    return
  }
  const { rate, start } = table.edges
  const first = start[id] as number
  const level = (Number(price.sqrtPriceX96) / 2 ** 96) ** 2
  rate[first] = level * (1 - (table.fee01[id] as number) / 1e6)
  rate[first + 1] = (1 / level) * (1 - (table.fee10[id] as number) / 1e6)
}

/** A V3 pool as its venue knows it. */
export function readV3(table: PoolTable, id: number): V3State {
  const ticks = table.ticks[id]
  if (!ticks) throw new RangeError(`pool ${id} has no ticks`)
  const feePpm = table.fee01[id] ?? 0
  const feePpm10 = table.fee10[id] ?? 0
  const state = {
    sqrtPriceX96: limbs(table.exact, id * LIMBS, 3),
    liquidity: limbs(table.exact, id * LIMBS + 3, 2),
    tick: table.tick[id] ?? 0,
    tickSpacing: table.spacing[id] ?? 1,
    feePpm,
    ticks,
  }
  return feePpm === feePpm10 ? state : { ...state, feePpm10 }
}

/** Sets the state of a pool that is neither V2 nor V3. */
export function writeState(table: PoolTable, id: number, state: unknown): void {
  table.states[id] = state
  const venue = venueOf(table.venues[id] as VenueName)
  setRates(table.edges, id, (i, j) => venue.rate(state, i, j, { time: table.time }))
}

/** Any pool's state as its venue knows it. */
export function readState(table: PoolTable, id: number): unknown {
  const venue = table.venues[id]
  if (venue === uniswapV2.name) return readV2(table, id)
  if (venue === uniswapV3.name) return readV3(table, id)
  return table.states[id]
}

/** Shuts every way through a pool. */
export const closePool = (table: PoolTable, id: number): void => setRates(table.edges, id, () => 0)

function limbs(exact: BigUint64Array, at: number, count: number): bigint {
  let value = 0n
  for (let i = count - 1; i >= 0; i--) value = (value << 64n) | (exact[at + i] ?? 0n)
  return value
}
