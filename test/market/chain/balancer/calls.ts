import { encodeAbiParameters, parseAbiParameters } from 'viem'
import type { Hex } from '../../../../daemon/kernel/units.ts'
import { type Call, callOf, type Stage } from '../stage.ts'
import type { BalancerPool } from './vault.ts'

const SENDER = '(address sender, bool fromInternal, address recipient, bool toInternal)'
const SINGLE = '(bytes32 pool, uint8 kind, address from, address to, uint256 amount, bytes data)'
const STEP = '(bytes32 pool, uint256 from, uint256 to, uint256 amount, bytes data)'
const MOVE = '(address[] assets, uint256[] limits, bytes data, bool inside)'
const ENDLESS = (1n << 255n) - 1n

/** A trade of `amount` from one place to another: given in, or given out. */
export type Trade = {
  readonly given: 'in' | 'out'
  readonly i: number
  readonly j: number
  readonly amount: bigint
}

/**
 * The first join of a pool, with as much of each of its tokens as said.
 *
 * A composable pool has its own token among them, and makes as much of it as there can be.
 */
export function firstJoin(
  stage: Stage,
  vault: Hex,
  pool: BalancerPool,
  amounts: readonly bigint[],
): Call {
  const data = encodeAbiParameters(parseAbiParameters('uint256, uint256[]'), [0n, amounts])
  return moveCall(stage, vault, pool, 'joinPool', data)
}

/** A join with exactly so much of each token; a composable pool is not told of its own. */
export function laterJoin(
  stage: Stage,
  vault: Hex,
  pool: BalancerPool,
  amounts: readonly bigint[],
): Call {
  const told = amounts.filter((_, at) => pool.tokens[at] !== pool.address)
  const inputs = parseAbiParameters('uint256, uint256[], uint256')
  const data = encodeAbiParameters(inputs, [1n, told, 0n])
  return moveCall(stage, vault, pool, 'joinPool', data)
}

/** An exit with so many shares, for a part of everything; generations number their exits apart. */
export function exits(
  stage: Stage,
  vault: Hex,
  pool: BalancerPool,
  shares: bigint,
): readonly Call[] {
  const inputs = parseAbiParameters('uint256, uint256')
  return [1n, 2n].map((kind) =>
    moveCall(stage, vault, pool, 'exitPool', encodeAbiParameters(inputs, [kind, shares])),
  )
}

function moveCall(
  { prober }: Stage,
  vault: Hex,
  { id, tokens }: BalancerPool,
  name: 'joinPool' | 'exitPool',
  data: Hex,
): Call {
  const limits = tokens.map(() => (name === 'joinPool' ? ENDLESS : 0n))
  const move = { assets: tokens, limits, data, inside: false }
  return callOf(vault, `function ${name}(bytes32, address, address, ${MOVE})`, [
    ...[id, prober, prober, move],
  ])
}

const kindOf = ({ given }: Trade): number => (given === 'in' ? 0 : 1)

const forProber = ({ prober }: Stage) => ({
  ...{ sender: prober, fromInternal: false },
  ...{ recipient: prober, toInternal: false },
})

/** The trade itself; it returns what was not given. */
export function swapCall(stage: Stage, vault: Hex, pool: BalancerPool, trade: Trade): Call {
  const [from, to] = [pool.tokens[trade.i], pool.tokens[trade.j]]
  const single = { pool: pool.id, kind: kindOf(trade), from, to, amount: trade.amount, data: '0x' }
  const limit = trade.given === 'in' ? 0n : ENDLESS
  const signature = `function swap(${SINGLE}, ${SENDER}, uint256, uint256)`
  return callOf(vault, signature, [single, forProber(stage), limit, ENDLESS])
}

/** The question what the trade would do; it returns what the vault would get of each token. */
export function queryCall(stage: Stage, vault: Hex, pool: BalancerPool, trade: Trade): Call {
  const step = { pool: pool.id, from: trade.i, to: trade.j, amount: trade.amount, data: '0x' }
  const signature = `function queryBatchSwap(uint8, ${STEP}[], address[], ${SENDER})`
  return callOf(vault, signature, [kindOf(trade), [step], pool.tokens, forProber(stage)])
}
