import { InvalidArgumentError } from 'commander'
import type { Hex } from '../../kernel/units.ts'
import { complain } from './output.ts'

/** An option's token addresses, separated by commas; lower-case. */
export function addresses(text: string): readonly Hex[] {
  return text.split(',').map((part) => {
    const address = part.trim().toLowerCase()
    if (!/^0x[0-9a-f]{40}$/.test(address))
      throw new InvalidArgumentError(`${part} is not an address.`)
    return address as Hex
  })
}

/** An option's length of a cycle. */
export function hops(text: string): number {
  if (!/^[234]$/.test(text)) throw new InvalidArgumentError('must be 2, 3 or 4.')
  return Number(text)
}

/** An option's amount in smallest units. */
export function amount(text: string): bigint {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('must be a whole number of units.')
  return BigInt(text)
}

/** An option's least profits: one for all bases, or one a base as `TOKEN=AMOUNT,TOKEN=AMOUNT`. */
export function amounts(text: string): (base: Hex) => bigint {
  if (!text.includes('=')) {
    const least = amount(text)
    return () => least
  }
  const byBase = new Map(
    text.split(',').map((part) => {
      const [token = '', least = ''] = part.split('=')
      return [addresses(token)[0], amount(least)] as const
    }),
  )
  return (base) => byBase.get(base) ?? 1n
}

/** Says which kinds of pools a recording holds that are left out, and how many of each. */
export function warnLeftOut(left: ReadonlyMap<string, number>): void {
  for (const [type, count] of left) complain(`warning: ${count} pools are left out: ${type}`)
}
