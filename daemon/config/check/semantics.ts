import { type Document, problemIn } from '../text/document.ts'
import type { Path } from '../text/place.ts'
import type { Catalogue, Problem } from '../types.ts'
import { didYouMean } from './suggest.ts'
import { listOf, mapOf, numberOf, textOf, valueAt } from './view.ts'

/** Chain ids of the public networks. */
const chainIds: Readonly<Record<string, number>> = {
  ethereum: 1,
  arbitrum: 42161,
  optimism: 10,
  base: 8453,
  polygon: 137,
  avalanche: 43114,
  bsc: 56,
}

/** What a plain transfer costs: no trade costs less. */
const LEAST_GAS = 21_000

/** What the schema cannot say of one pipeline: names that must exist, figures that must agree. */
export const checkPipeline = (document: Document, catalogue: Catalogue): readonly Problem[] => [
  ...chain(document),
  ...paths(document),
  ...native(document),
  ...bases(document),
  ...dexes(document, catalogue),
  ...venues(document, catalogue),
  ...fees(document),
  ...limits(document),
  ...gasPrices(document),
]

function chain(document: Document): readonly Problem[] {
  const network = textOf(valueAt(document.value, 'network'))
  const id = numberOf(valueAt(document.value, 'chain_id'))
  if (network === null || id === null) return []
  const wanted = Object.hasOwn(chainIds, network) ? chainIds[network] : undefined
  if (wanted !== undefined && wanted !== id) {
    const message = `${network} has chain id ${wanted}, not ${id}`
    return [problemIn(document, 'CHAIN_ID_WRONG', ['chain_id'], message)]
  }
  const owner = Object.keys(chainIds).find((name) => chainIds[name] === id)
  if (network !== 'devnet' || owner === undefined) return []
  const message = `what is signed for chain id ${id} is also valid on ${owner}`
  return [problemIn(document, 'CHAIN_ID_PUBLIC', ['chain_id'], message)]
}

const paths = (document: Document): readonly Problem[] =>
  ['ipc', 'data'].flatMap((key) => {
    const path = textOf(valueAt(document.value, 'node', key))
    if (path === null || path.startsWith('/') || !path.split('/').includes('..')) return []
    const message = `"${path}" leads out of the state directory`
    return [problemIn(document, 'PATH_ESCAPES', ['node', key], message)]
  })

const tokensOf = (document: Document): readonly string[] =>
  Object.keys(mapOf(valueAt(document.value, 'markets', 'tokens')))

function unknownToken(document: Document, name: string | null, path: Path): readonly Problem[] {
  const tokens = tokensOf(document)
  if (name === null || tokens.length === 0 || tokens.includes(name)) return []
  const hint = didYouMean(name, tokens)
  return [problemIn(document, 'TOKEN_UNKNOWN', path, `there is no token "${name}"`, { hint })]
}

const native = (document: Document): readonly Problem[] => {
  const name = textOf(valueAt(document.value, 'markets', 'native'))
  return unknownToken(document, name, ['markets', 'native'])
}

const bases = (document: Document): readonly Problem[] =>
  Object.entries(mapOf(valueAt(document.value, 'graph'))).flatMap(([stream, value]) =>
    listOf(valueAt(value, 'base')).flatMap((base, i) => {
      const path = ['graph', stream, 'base', i]
      const unknown = unknownToken(document, textOf(base), path)
      return unknown.length > 0 ? unknown : foreign(document, textOf(base), path)
    }),
  )

/** Limits are in the native coin, so a base in another token cannot be held to them. */
function foreign(document: Document, base: string | null, path: Path): readonly Problem[] {
  const coin = textOf(valueAt(document.value, 'markets', 'native'))
  if (base === null || coin === null || base === coin) return []
  if (!tokensOf(document).includes(coin)) return []
  const message = `trades in ${base} cannot be weighed against limits in ${coin}`
  return [problemIn(document, 'BASE_NOT_NATIVE', path, message)]
}

function dexes(document: Document, catalogue: Catalogue): readonly Problem[] {
  const names = new Set<string>()
  return listOf(valueAt(document.value, 'markets', 'dexes')).flatMap((dex, i) => {
    const path = ['markets', 'dexes', i]
    const name = textOf(valueAt(dex, 'name'))
    const isTaken = name !== null && names.has(name)
    if (name !== null) names.add(name)
    const message = `two exchanges are called "${name}"`
    return [
      ...(isTaken ? [problemIn(document, 'NAME_DUPLICATE', [...path, 'name'], message)] : []),
      ...unknownVenue(document, valueAt(dex, 'venue'), [...path, 'venue'], catalogue.venues.pools),
    ]
  })
}

const venues = (document: Document, catalogue: Catalogue): readonly Problem[] =>
  listOf(valueAt(document.value, 'execution', 'venues')).flatMap((venue, i) =>
    unknownVenue(document, venue, ['execution', 'venues', i], catalogue.venues.execution),
  )

function unknownVenue(
  document: Document,
  venue: unknown,
  path: Path,
  known: readonly string[],
): readonly Problem[] {
  const name = textOf(venue)
  if (name === null || known.includes(name)) return []
  const hint = didYouMean(name, known)
  return [problemIn(document, 'VENUE_UNKNOWN', path, `unknown venue "${name}"`, { hint })]
}

function fees(document: Document): readonly Problem[] {
  const tip = numberOf(valueAt(document.value, 'execution', 'priority_fee_gwei'))
  const most = numberOf(valueAt(document.value, 'execution', 'max_fee_gwei'))
  if (tip === null || most === null || tip <= most) return []
  const message = `the tip of ${tip} gwei is above max_fee_gwei (${most})`
  return [problemIn(document, 'FEE_ORDER', ['execution', 'priority_fee_gwei'], message)]
}

function limits(document: Document): readonly Problem[] {
  const loss = numberOf(valueAt(document.value, 'policy', 'max_loss_gwei'))
  const fee = numberOf(valueAt(document.value, 'execution', 'max_fee_gwei'))
  const stale = numberOf(valueAt(document.value, 'policy', 'stale_ms'))
  const block = numberOf(valueAt(document.value, 'node', 'block_ms'))
  const problems: Problem[] = []
  if (loss !== null && fee !== null && loss < fee * LEAST_GAS) {
    const message = `at max_fee_gwei no transaction costs less than ${fee * LEAST_GAS} gwei`
    problems.push(problemIn(document, 'LOSS_BELOW_GAS', ['policy', 'max_loss_gwei'], message))
  }
  if (stale !== null && block !== null && stale < block) {
    const message = `prices get older than ${stale} ms between two blocks (${block} ms)`
    problems.push(problemIn(document, 'STALE_BELOW_BLOCK', ['policy', 'stale_ms'], message))
  }
  return problems
}

function gasPrices(document: Document): readonly Problem[] {
  const fee = numberOf(valueAt(document.value, 'execution', 'max_fee_gwei'))
  return Object.entries(mapOf(valueAt(document.value, 'strategies'))).flatMap(([name, value]) => {
    const most = numberOf(valueAt(value, 'max_gas_gwei'))
    if (most === null || fee === null || most <= fee) return []
    const path = ['strategies', name, 'max_gas_gwei']
    const message = `${most} gwei is never paid: max_fee_gwei is ${fee}`
    return [problemIn(document, 'GAS_ABOVE_FEE', path, message)]
  })
}
