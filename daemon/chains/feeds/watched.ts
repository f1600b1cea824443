import type { Hex } from '../../kernel/units.ts'
import type { Head } from '../types.ts'
import { type BloomBits, bloomBits, mayHold } from './bloom.ts'

/** Knows which of the tracked addresses a header's filter names. */
export type Watched = {
  /**
   * Tracked addresses that may have a log in the block; null where the header cannot say.
   *
   * A filter errs on one side only: an address that it does not name has no log there.
   */
  readonly named: (head: Head) => Set<Hex> | null
}

/** Watches addresses, which may grow in number between two heads; without any the header never says. */
export function watchedOf(addresses?: () => readonly Hex[]): Watched {
  const bits: BloomBits[] = []
  return {
    named({ bloom }) {
      if (bloom === undefined || addresses === undefined) return null
      const tracked = addresses()
      for (let i = bits.length; i < tracked.length; i++) bits.push(bloomBits(tracked[i] as Hex))
      return new Set(tracked.filter((_, i) => mayHold(bloom, bits[i] as BloomBits)))
    },
  }
}
