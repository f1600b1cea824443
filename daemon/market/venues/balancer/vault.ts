import {
  type BalancerPoolLog,
  decodeBalancerPool,
  decodeBalancerVault,
} from '../../../chains/decode/balancer-v2.ts'
import type { Change } from '../../../chains/types.ts'
import type { Hex } from '../../../kernel/units.ts'

/** Most that the Vault holds of a token for a pool: its balances are uint112. */
export const MAX_BALANCE = (1n << 112n) - 1n

/** What every Balancer pool has: an address, which begins its pool id, and balances in the Vault. */
export type VaultPool = {
  readonly address: Hex
  readonly tokens: readonly Hex[]
  /** In smallest units, cash and managed together, in the order of `tokens`. */
  readonly balances: readonly bigint[]
  /** Share of the input, with 18 decimals. */
  readonly swapFee: bigint
}

/**
 * A pool after a log of the Vault or of its own; itself where the log is none of it.
 *
 * Swaps, joins, exits and asset managers name what they moved, to the unit, so that balances are
 * kept exactly. `own` takes what the pool says besides its swap fee.
 */
export function foldVault<Pool extends VaultPool>(
  pool: Pool,
  change: Change,
  own: (pool: Pool, log: BalancerPoolLog) => Pool | null = (same) => same,
): Pool | null {
  if (change.address === pool.address) {
    const log = decodeBalancerPool(change)
    if (log === null || log.kind === 'none') return log && pool
    return log.kind === 'fee' ? { ...pool, swapFee: log.fee } : own(pool, log)
  }
  const log = decodeBalancerVault(change)
  if (log === null || log.pool !== pool.address) return log === null ? null : pool
  return moved(pool, log.moves)
}

type Move = { readonly token: Hex; readonly delta: bigint }

/** The pool with its balances moved; null where it lacks the token or the balance. */
function moved<Pool extends VaultPool>(pool: Pool, moves: readonly Move[]): Pool | null {
  const balances = [...pool.balances]
  for (const { token, delta } of moves) {
    const place = pool.tokens.indexOf(token)
    const balance = (balances[place] ?? -1n) + delta
    if (place < 0 || balance < 0n || balance > MAX_BALANCE) return null
    balances[place] = balance
  }
  return { ...pool, balances }
}
