import { topics } from '../../chains/decode/topics.ts'
import { decodeSync } from '../../chains/decode/uniswap-v2.ts'
import { decodeLiquidity, decodeV3Price } from '../../chains/decode/uniswap-v3.ts'
import type { Change } from '../../chains/types.ts'
import type { Hex } from '../../kernel/units.ts'
import { type VenueName, venueOf, venues } from '../venues/catalogue.ts'
import { withLiquidity } from '../venues/uniswap-v3/ticks.ts'
import { type PoolTable, readV3, writeState, writeV2, writeV3 } from './table.ts'
import { remember, type UndoJournal } from './undo.ts'

/** First topics of every log that can move a pool of any venue. */
export const marketTopics: readonly Hex[] = [
  ...new Set(Object.values(venues).flatMap(({ venue }) => venue.topics)),
]

/**
 * Applies one log to the pool it came from.
 *
 * @returns the pool's place, -1 where the log is none of ours, or -2 where it is ours but unreadable.
 */
export function applyChange(table: PoolTable, journal: UndoJournal, change: Change): number {
  const id = placeOf(table, change)
  if (id === undefined) return -1
  const topic = change.topics[0]
  const venue = table.venues[id]
  if (venue === 'uniswap-v2')
    return topic === topics.sync ? applySync(table, journal, id, change) : -1
  if (venue !== 'uniswap-v3') return applyOther(table, journal, id, change)
  if (topic === topics.v3Swap || topic === topics.initialize)
    return applyPrice(table, journal, id, change)
  if (topic === topics.mint || topic === topics.burn)
    return applyLiquidity(table, journal, id, change)
  return -1
}

function applySync(table: PoolTable, journal: UndoJournal, id: number, change: Change): number {
  const reserves = decodeSync(change.data)
  if (reserves === null) return -2
  remember(journal, table, id)
  writeV2(table, id, reserves.reserve0, reserves.reserve1)
  return id
}

function applyPrice(table: PoolTable, journal: UndoJournal, id: number, change: Change): number {
  const price = decodeV3Price(change)
  if (price === null) return -2
  remember(journal, table, id)
  writeV3(table, id, { liquidity: readV3(table, id).liquidity, ...price })
  return id
}

function applyLiquidity(
  table: PoolTable,
  journal: UndoJournal,
  id: number,
  change: Change,
): number {
  const moved = decodeLiquidity(change)
  const ticks = table.ticks[id]
  if (moved === null || !ticks) return -2
  if (moved.delta === 0n) return -1
  const spacing = table.spacing[id] ?? 1
  const next = withLiquidity(ticks, moved.lower, moved.upper, moved.delta, spacing)
  if (next === null) return -2
  const price = readV3(table, id)
  const inRange = moved.lower <= price.tick && price.tick < moved.upper
  const liquidity = inRange ? price.liquidity + moved.delta : price.liquidity
  if (liquidity < 0n) return -2
  remember(journal, table, id)
  table.ticks[id] = next
  writeV3(table, id, { ...price, liquidity })
  return id
}

/**
 * Contracts that hold many pools and log for all of them: Balancer V2's Vault, the same on every chain,
 * and Uniswap V4's PoolManager on Ethereum. Anybody else can log another's pool id.
 */
const HOSTS: ReadonlySet<Hex> = new Set<Hex>([
  '0xba12222222228d8ba445958a75a0704d566bf2c8',
  '0x000000000004444c5dc75cb358380d2e3de08a90',
])

/** The pool of a log: by the address, or by the pool id that a host puts second. */
function placeOf(table: PoolTable, { address, topics: [, id] }: Change): number | undefined {
  const own = table.ids.get(address)
  if (own !== undefined || id === undefined || !HOSTS.has(address)) return own
  return table.ids.get(id) ?? table.ids.get(id.slice(0, 42) as Hex)
}

function applyOther(table: PoolTable, journal: UndoJournal, id: number, change: Change): number {
  const before = table.states[id]
  const after = venueOf(table.venues[id] as VenueName).fold(before, change)
  if (after === null) return -2
  if (after === before) return -1
  remember(journal, table, id)
  writeState(table, id, after)
  return id
}
