import type { Hex } from '../../kernel/units.ts'
import type { Pool } from '../types.ts'
import { virtualReserves } from '../venues/uniswap-v3/state.ts'
import type { Ticks } from '../venues/uniswap-v3/ticks.ts'

/** Which formula a pool follows. */
export const VENUE = { 'uniswap-v2': 0, 'uniswap-v3': 1 } as const

/** Limbs of exact state a pool: V2 two reserves of two limbs, V3 price of three and liquidity of two. */
const LIMBS = 5

/**
 * The pools of one network as a struct of typed arrays: one row a pool, written by the market alone.
 *
 * Exact state is little-endian 64-bit limbs in `exact`. `x`, `y` and the two rates are its mirror in
 * floats, for screening: a V3 pool appears as the virtual reserves of its present range.
 */
export type PoolTable = {
  size: number
  readonly addresses: Hex[]
  readonly dexes: string[]
  readonly ids: Map<Hex, number>
  readonly tokens: Hex[]
  readonly tokenIds: Map<Hex, number>
  venue: Uint8Array
  token0: Int32Array
  token1: Int32Array
  /** Fee in parts per million for 0→1 and 1→0. */
  fee01: Int32Array
  fee10: Int32Array
  exact: BigUint64Array
  tick: Int32Array
  spacing: Int32Array
  readonly ticks: (Ticks | null)[]
  x: Float64Array
  y: Float64Array
  /** Output per unit of a vanishing input after the fee; 0 where nothing can be swapped. */
  rate01: Float64Array
  rate10: Float64Array
}

/** A table with no pools. */
export const emptyTable = (capacity = 64): PoolTable => ({
  size: 0,
  addresses: [],
  dexes: [],
  ids: new Map(),
  tokens: [],
  tokenIds: new Map(),
  venue: new Uint8Array(capacity),
  token0: new Int32Array(capacity),
  token1: new Int32Array(capacity),
  fee01: new Int32Array(capacity),
  fee10: new Int32Array(capacity),
  exact: new BigUint64Array(capacity * LIMBS),
  tick: new Int32Array(capacity),
  spacing: new Int32Array(capacity),
  ticks: [],
  x: new Float64Array(capacity),
  y: new Float64Array(capacity),
  rate01: new Float64Array(capacity),
  rate10: new Float64Array(capacity),
})

/** Adds a pool, or overwrites the state of one that is known; gives its place. */
export function putPool(table: PoolTable, pool: Pool): number {
  const id = table.ids.get(pool.address) ?? append(table, pool)
  if (pool.venue === 'uniswap-v2') writeV2(table, id, pool.reserves[0], pool.reserves[1])
  else {
    table.ticks[id] = pool.state.ticks
    writeV3(table, id, pool.state)
  }
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
  if (table.size === table.venue.length) grow(table)
  const id = table.size++
  table.ids.set(pool.address, id)
  table.addresses.push(pool.address)
  table.dexes.push(pool.dex)
  table.venue[id] = VENUE[pool.venue]
  table.token0[id] = tokenId(table, pool.tokens[0])
  table.token1[id] = tokenId(table, pool.tokens[1])
  const v3 = pool.venue === 'uniswap-v3'
  table.fee01[id] = v3 ? pool.state.feePpm : pool.feePpm[0]
  table.fee10[id] = v3 ? pool.state.feePpm : pool.feePpm[1]
  table.spacing[id] = v3 ? pool.state.tickSpacing : 0
  table.ticks[id] = v3 ? pool.state.ticks : null
  return id
}

function grow(table: PoolTable): void {
  const capacity = table.venue.length * 2
  const wider = <T extends { set: (from: T) => void }>(to: T, from: T): T => {
    to.set(from)
    return to
  }
  table.venue = wider(new Uint8Array(capacity), table.venue)
  for (const key of ['token0', 'token1', 'fee01', 'fee10', 'tick', 'spacing'] as const)
    table[key] = wider(new Int32Array(capacity), table[key])
  for (const key of ['x', 'y', 'rate01', 'rate10'] as const)
    table[key] = wider(new Float64Array(capacity), table[key])
  table.exact = wider(new BigUint64Array(capacity * LIMBS), table.exact)
}

/** Sets a V2 pool's reserves, in smallest units below 2^128. */
export function writeV2(table: PoolTable, id: number, reserve0: bigint, reserve1: bigint): void {
  const at = id * LIMBS
  table.exact[at] = reserve0
  table.exact[at + 1] = reserve0 >> 64n
  table.exact[at + 2] = reserve1
  table.exact[at + 3] = reserve1 >> 64n
  mirror(table, id, Number(reserve0), Number(reserve1))
}

/** A V2 pool's reserves. */
export const readV2 = (table: PoolTable, id: number): readonly [bigint, bigint] => [
  limbs(table.exact, id * LIMBS, 2),
  limbs(table.exact, id * LIMBS + 2, 2),
]

/** What moves in a V3 pool beside its ticks. */
export type V3Price = {
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly liquidity: bigint
}

/** Sets a V3 pool's price, tick and liquidity in range. */
export function writeV3(table: PoolTable, id: number, price: V3Price): void {
  const at = id * LIMBS
  table.exact[at] = price.sqrtPriceX96
  table.exact[at + 1] = price.sqrtPriceX96 >> 64n
  table.exact[at + 2] = price.sqrtPriceX96 >> 128n
  table.exact[at + 3] = price.liquidity
  table.exact[at + 4] = price.liquidity >> 64n
  table.tick[id] = price.tick
  const { x, y } = virtualReserves(price)
  mirror(table, id, x, y)
}

/** A V3 pool's price, tick and liquidity in range. */
export const readV3 = (table: PoolTable, id: number): V3Price => ({
  sqrtPriceX96: limbs(table.exact, id * LIMBS, 3),
  liquidity: limbs(table.exact, id * LIMBS + 3, 2),
  tick: table.tick[id] ?? 0,
})

function mirror(table: PoolTable, id: number, x: number, y: number): void {
  table.x[id] = x
  table.y[id] = y
  const open = x > 0 && y > 0
  table.rate01[id] = open ? (y / x) * (1 - (table.fee01[id] ?? 0) / 1e6) : 0
  table.rate10[id] = open ? (x / y) * (1 - (table.fee10[id] ?? 0) / 1e6) : 0
}

function limbs(exact: BigUint64Array, at: number, count: number): bigint {
  let value = 0n
  for (let i = count - 1; i >= 0; i--) value = (value << 64n) | (exact[at + i] ?? 0n)
  return value
}
