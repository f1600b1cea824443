import { UINT_MAX } from '../../chains/decode/words.ts'
import type { RecordedPool } from '../../chains/feeds/recording.ts'
import type { Hex } from '../../kernel/units.ts'

/** A field that is a list, of `length` where given; errs with a RangeError where it is not. */
export function listIn(record: RecordedPool, key: string, length?: number): readonly unknown[] {
  const value = record[key]
  if (!Array.isArray(value) || (length !== undefined && value.length !== length))
    throw new RangeError(`${key} must be a list${length === undefined ? '' : ` of ${length}`}`)
  return value
}

/** A value as a lower-case address; errs with a RangeError where it is none. */
export function addressOf(value: unknown, key: string): Hex {
  const text = String(value).toLowerCase()
  if (!/^0x[0-9a-f]{40}$/.test(text))
    throw new RangeError(`${key} must be an address, not ${String(value)}`)
  return text as Hex
}

/** A JSON number, or a decimal string, that is whole and from `low` to `high`; errs with a RangeError. */
export function wholeOf(
  value: unknown,
  key: string,
  low: number,
  high = Number.MAX_SAFE_INTEGER,
): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (!Number.isSafeInteger(number)) throw new RangeError(`${key} must be a whole number`)
  const found = number as number
  if (found < low || found > high)
    throw new RangeError(`${key} must be from ${low} to ${high}, not ${found}`)
  return found
}

/** An amount as a decimal string (or a safe JSON number) from `low` to `high`; errs with a RangeError. */
export function naturalOf(
  value: unknown,
  key: string,
  high: bigint = UINT_MAX[256],
  low = 0n,
): bigint {
  const text = typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : ''
  const found = /^\d+$/.test(text) ? BigInt(text) : -1n
  if (found < low || found > high)
    throw new RangeError(
      `${key} must be a whole number from ${low} to ${high}, not ${String(value)}`,
    )
  return found
}

/** A list of amounts, as many as `length`; errs with a RangeError. */
export const naturalsIn = (
  record: RecordedPool,
  key: string,
  length: number,
  high?: bigint,
  low?: bigint,
): readonly bigint[] => listIn(record, key, length).map((value) => naturalOf(value, key, high, low))

/** The tokens of a record, from `least` to `most` and all different; errs with a RangeError. */
export function tokensIn(record: RecordedPool, least = 2, most = 2): readonly Hex[] {
  const tokens = listIn(record, 'tokens').map((token) => addressOf(token, 'tokens'))
  const count = tokens.length
  if (count < least || count > most)
    throw new RangeError(
      least === most
        ? `tokens must be ${least}, not ${count}`
        : `tokens must be from ${least} to ${most}, not ${count}`,
    )
  if (new Set(tokens).size !== count) throw new RangeError('tokens must differ')
  return tokens
}

/** A fee of each direction, [0→1, 1→0], in parts per million: one number for both, or two. */
export function feesIn(record: RecordedPool, key = 'fee_ppm'): readonly [number, number] {
  const value = record[key]
  if (Array.isArray(value) && value.length !== 2) throw new RangeError(`${key} must be one or two`)
  const [down, up]: readonly unknown[] = Array.isArray(value) ? value : [value, value]
  return [wholeOf(down, key, 0, 999_999), wholeOf(up, key, 0, 999_999)]
}
