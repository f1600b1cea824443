import { keccakText } from '../../kernel/keccak.ts'
import type { Hex } from '../../kernel/units.ts'
import type { LogChange } from '../types.ts'
import { addressOfWord, hasWords, UINT_MAX, uintOfWord } from './words.ts'

/** Topic 0 of the events of Balancer V2's Vault and of its pools. */
export const balancerTopics = {
  swap: keccakText('Swap(bytes32,address,address,uint256,uint256)'),
  balanceChanged: keccakText('PoolBalanceChanged(bytes32,address,address[],int256[],uint256[])'),
  balanceManaged: keccakText('PoolBalanceManaged(bytes32,address,address,int256,int256)'),
  feeChanged: keccakText('SwapFeePercentageChanged(uint256)'),
  ampStarted: keccakText('AmpUpdateStarted(uint256,uint256,uint256,uint256)'),
  ampStopped: keccakText('AmpUpdateStopped(uint256)'),
  /** A composable pool's; the older ones name the token in place of its place. */
  rateByPlace: keccakText('TokenRateCacheUpdated(uint256,uint256)'),
  rateByToken: keccakText('TokenRateCacheUpdated(address,uint256)'),
} as const

/** What a log of the Vault moved in a pool, in smallest units; `pool` is null for other logs. */
export type BalancerVaultLog = {
  readonly pool: Hex | null
  readonly moves: readonly { readonly token: Hex; readonly delta: bigint }[]
}

/** What a log of a pool itself says. Fees and rates with 18 decimals, times in seconds. */
export type BalancerPoolLog =
  | { readonly kind: 'none' }
  | { readonly kind: 'fee'; readonly fee: bigint }
  | { readonly kind: 'rate' }
  | {
      readonly kind: 'amp'
      readonly from: bigint
      readonly to: bigint
      readonly start: number
      readonly end: number
    }

type Log = Pick<LogChange, 'topics' | 'data'>

const NONE: BalancerVaultLog = { pool: null, moves: [] }
const MAX_TIME = BigInt(Number.MAX_SAFE_INTEGER)
const WORD = 32n

/** What the Vault says that moved in a pool; null when malformed. */
export function decodeBalancerVault(log: Log): BalancerVaultLog | null {
  const [topic, id] = log.topics
  if (topic === balancerTopics.swap) return swapOf(log, id)
  if (topic === balancerTopics.balanceChanged) return changeOf(log, id)
  if (topic === balancerTopics.balanceManaged) return managedOf(log, id)
  return NONE
}

/** The pool's address, with which its 32-byte id begins. */
const poolOf = (id: Hex): Hex => id.slice(0, 42).toLowerCase() as Hex

function swapOf({ topics, data }: Log, id: Hex | undefined): BalancerVaultLog | null {
  const [, , tokenIn, tokenOut] = topics
  if (topics.length !== 4 || id === undefined || !hasWords(id, 1) || !hasWords(data, 2)) return null
  const from = addressIn(tokenIn)
  const to = addressIn(tokenOut)
  const paid = uintOfWord(data, 0, UINT_MAX[256])
  const got = uintOfWord(data, 1, UINT_MAX[256])
  if (from === null || to === null || paid === null || got === null) return null
  return {
    pool: poolOf(id),
    moves: [
      { token: from, delta: paid },
      { token: to, delta: -got },
    ],
  }
}

function managedOf({ topics, data }: Log, id: Hex | undefined): BalancerVaultLog | null {
  if (topics.length !== 4 || id === undefined || !hasWords(id, 1) || !hasWords(data, 2)) return null
  const token = addressIn(topics[3])
  const cash = intOfWord(data, 0)
  const managed = intOfWord(data, 1)
  if (token === null || cash === null || managed === null) return null
  return { pool: poolOf(id), moves: [{ token, delta: cash + managed }] }
}

/** Deltas are those of the Vault's books before the protocol's fees, which leave as well. */
function changeOf({ topics, data }: Log, id: Hex | undefined): BalancerVaultLog | null {
  if (topics.length !== 3 || id === undefined || !hasWords(id, 1)) return null
  const lists = [0, 1, 2].map((i) => listAt(data, i))
  const [tokens, deltas, fees] = lists
  if (!tokens || !deltas || !fees) return null
  if (tokens.length !== deltas.length || tokens.length !== fees.length) return null
  const moves: { token: Hex; delta: bigint }[] = []
  for (const [i, word] of tokens.entries()) {
    if (word > UINT_MAX[160]) return null
    const delta = BigInt.asIntN(256, deltas[i] as bigint) - (fees[i] as bigint)
    moves.push({ token: `0x${word.toString(16).padStart(40, '0')}`, delta })
  }
  return { pool: poolOf(id), moves }
}

/** The words of the i-th argument, a list; null when it does not lie within the data. */
function listAt(data: string, i: number): readonly bigint[] | null {
  const words = (data.length - 2) / 64
  if (!Number.isInteger(words) || !data.startsWith('0x')) return null
  const offset = uintOfWord(data, i, BigInt(words) * WORD)
  if (offset === null || offset % WORD !== 0n) return null
  const at = Number(offset / WORD)
  const length = at < words ? uintOfWord(data, at, BigInt(words - at - 1)) : null
  if (length === null) return null
  const found: bigint[] = []
  for (let place = at + 1; place <= at + Number(length); place++) {
    const word = uintOfWord(data, place, UINT_MAX[256])
    if (word === null) return null
    found.push(word)
  }
  return found
}

const addressIn = (topic: Hex | undefined): Hex | null =>
  topic !== undefined && hasWords(topic, 1) ? addressOfWord(topic, 0) : null

function intOfWord(data: string, i: number): bigint | null {
  const word = uintOfWord(data, i, UINT_MAX[256])
  return word === null ? null : BigInt.asIntN(256, word)
}

/** What a pool says of its fee, amplification or rates; null when malformed. */
export function decodeBalancerPool({ topics, data }: Log): BalancerPoolLog | null {
  const topic = topics[0]
  if (topic === balancerTopics.ampStarted) return rampOf(data)
  if (topic === balancerTopics.feeChanged || topic === balancerTopics.ampStopped) {
    const value = wordsOf(data, 1)?.[0]
    if (value === undefined) return null
    return topic === balancerTopics.feeChanged
      ? { kind: 'fee', fee: value }
      : { kind: 'amp', from: value, to: value, start: 0, end: 0 }
  }
  const rates = topic === balancerTopics.rateByPlace || topic === balancerTopics.rateByToken
  return { kind: rates ? 'rate' : 'none' }
}

function rampOf(data: string): BalancerPoolLog | null {
  const [from, to, start, end] = wordsOf(data, 4) ?? []
  if (from === undefined || to === undefined || start === undefined || end === undefined)
    return null
  if (start > MAX_TIME || end > MAX_TIME) return null
  return { kind: 'amp', from, to, start: Number(start), end: Number(end) }
}

function wordsOf(data: string, count: number): readonly bigint[] | null {
  if (!hasWords(data, count)) return null
  const found: bigint[] = []
  for (let i = 0; i < count; i++) {
    const word = uintOfWord(data, i, UINT_MAX[256])
    if (word === null) return null
    found.push(word)
  }
  return found
}
