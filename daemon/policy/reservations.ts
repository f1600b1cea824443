import type { Hex } from '../kernel/units.ts'
import type { Exposure, Reservation } from './types.ts'

/** Set-asides for the trades under way. All steps are synchronous: two can never take the same unit. */
export type Reservations = {
  /** Takes what the trade needs, or says why not. */
  readonly take: (wanted: Reservation) => 'taken' | 'POOL_BUSY' | 'CAPITAL'
  /** Holds again what the books say was taken before a restart, whatever it collides with. */
  readonly restore: (taken: Reservation) => void
  /** Puts back; unknown ids are nothing. */
  readonly release: (id: string) => void
  /** What is still free of a token; null where the books do not know. */
  readonly free: (token: Hex) => bigint | null
  readonly count: () => number
}

/** No reservations over the capital that the books know of. */
export function reservationsOver(exposure: Exposure): Reservations {
  const held = new Map<string, Reservation>()

  const free = (token: Hex): bigint | null => {
    const capital = exposure.capital(token)
    if (capital === null) return null
    let left = capital
    for (const each of held.values()) if (each.token === token) left -= each.input
    return left
  }
  const busy = (pools: readonly Hex[]): boolean => {
    for (const each of held.values())
      if (each.pools.some((pool) => pools.includes(pool))) return true
    return false
  }
  return {
    take(wanted) {
      if (held.has(wanted.id) || busy(wanted.pools)) return 'POOL_BUSY'
      const left = free(wanted.token)
      if (left === null || left < wanted.input) return 'CAPITAL'
      held.set(wanted.id, wanted)
      return 'taken'
    },
    restore: (taken) => {
      held.set(taken.id, taken)
    },
    release: (id) => {
      held.delete(id)
    },
    free,
    count: () => held.size,
  }
}
