import { keccakText } from '../../kernel/keccak.ts'
import { type Document, problemIn } from '../text/document.ts'
import type { Path } from '../text/place.ts'
import type { Problem } from '../types.ts'
import { listOf, mapOf, textOf, valueAt } from './view.ts'

/** An address in a file. */
type Spot = { readonly path: Path; readonly address: string }

/** An address with the letters that its EIP-55 checksum asks for. */
export function checksummed(address: string): string {
  const digits = address.slice(2).toLowerCase()
  const hash = keccakText(digits).slice(2)
  const cased = [...digits].map((digit, i) =>
    Number.parseInt(hash[i] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return `0x${cased.join('')}`
}

/** Addresses of a pipeline that cannot be right: bad checksums, zero, and the same one twice. */
export function checkAddresses(document: Document): readonly Problem[] {
  const tokens = spots(
    Object.entries(mapOf(valueAt(document.value, 'markets', 'tokens'))).map(
      ([name, value]) => [['markets', 'tokens', name], value] as const,
    ),
  )
  const factories = spots(
    listOf(valueAt(document.value, 'markets', 'dexes')).map(
      (dex, i) => [['markets', 'dexes', i, 'factory'], valueAt(dex, 'factory')] as const,
    ),
  )
  const executor = spots([
    [['execution', 'executor'], valueAt(document.value, 'execution', 'executor')],
  ])
  return [
    ...[...tokens, ...factories, ...executor].flatMap((spot) => checkAddress(document, spot)),
    ...repeated(document, tokens),
    ...repeated(document, factories),
  ]
}

const spots = (values: readonly (readonly [Path, unknown])[]): readonly Spot[] =>
  values.flatMap(([path, value]) => {
    const address = textOf(value)
    return address !== null && /^0x[0-9a-fA-F]{40}$/.test(address) ? [{ path, address }] : []
  })

function checkAddress(document: Document, { path, address }: Spot): readonly Problem[] {
  if (/^0x0+$/.test(address))
    return [problemIn(document, 'ADDRESS_ZERO', path, 'the zero address stands for nothing')]
  const digits = address.slice(2)
  const isPlain = digits === digits.toLowerCase() || digits === digits.toUpperCase()
  if (isPlain || address === checksummed(address)) return []
  const message = `the capitals of ${address} do not fit its checksum`
  return [problemIn(document, 'ADDRESS_CHECKSUM', path, message)]
}

function repeated(document: Document, all: readonly Spot[]): readonly Problem[] {
  const seen = new Set<string>()
  return all.flatMap(({ path, address }) => {
    const key = address.toLowerCase()
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [problemIn(document, 'ADDRESS_DUPLICATE', path, `${address} stands here twice`)]
  })
}
