import type { Hex, Micros } from '../kernel/units.ts'
import type { Scored } from '../scoring/types.ts'

/** Every reason for which policy says no. */
export const denials = [
  'NOT_EXECUTABLE',
  'NOT_NATIVE',
  'NET_BELOW_MIN',
  'MAX_LOSS',
  'RULE',
  'RULES_FAILED',
  'STALE',
  'POOL_BUSY',
  'CAPITAL',
  'STOPPED',
] as const

/** A reason for which policy says no. */
export type Denial = (typeof denials)[number]

/** What is set aside for one trade until its outcome is known. */
export type Reservation = {
  readonly id: string
  readonly token: Hex
  readonly input: bigint
  readonly atRisk: bigint
  readonly pools: readonly Hex[]
}

/** Why a decision fell as it did: enough to tell it again. */
export type Grounds = {
  readonly facts: Readonly<Record<string, number | string | boolean>>
  /** Names of the rules that fired, as `set/rule`. */
  readonly fired: readonly string[]
  /** Hash of the rule sets that decided. */
  readonly revision: string
}

/** What policy decided on a scored opportunity. A skip is an answer, not an error. */
export type Verdict =
  | {
      readonly kind: 'take'
      readonly scored: Scored
      readonly reservation: Reservation
      readonly grounds: Grounds
      readonly decidedAt: Micros
    }
  | {
      readonly kind: 'skip'
      readonly why: Denial
      readonly detail: string
      readonly scored: Scored
      readonly grounds: Grounds | null
      readonly decidedAt: Micros
    }

/** What policy must know of the past; the ledger fills it. */
export type Exposure = {
  /** What the executor holds of a token, by the books, in smallest units; null where unknown. */
  readonly capital: (token: Hex) => bigint | null
  /** Share of the recent trades that earned, in parts per million; the whole before the first. */
  readonly successPpm: () => number
}
