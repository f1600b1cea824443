import { getContractAddress } from 'viem'
import { deployer } from '../../../../daemon/app/devnet/keys.ts'
import { keccakText } from '../../../../daemon/kernel/keccak.ts'
import type { Hex } from '../../../../daemon/kernel/units.ts'
import { algebraWords, recordV3 } from '../records.ts'
import { callOf, packaged, type Stage } from '../stage.ts'
import type { Pool } from './pool.ts'
import { swapOf } from './v3-pool.ts'

const PACKAGE = '@cryptoalgebra/integral-core/artifacts/contracts'

/** What a new pool has; it refuses to be given the same again. */
const DEFAULT_SPACING = 60

/**
 * A factory of Algebra Integral and the deployer of its pools, which must know each other.
 *
 * The Prober administers its pools.
 */
export async function algebraFactory(stage: Stage): Promise<Hex> {
  const nonce = await stage.rpc.request<Hex>('eth_getTransactionCount', [deployer, 'latest'])
  const next = getContractAddress({ from: deployer, nonce: BigInt(nonce) + 1n })
  const factory = await stage.create(
    packaged(`${PACKAGE}/AlgebraFactory.sol/AlgebraFactory.json`, 'constructor(address)', [next]),
  )
  const path = `${PACKAGE}/AlgebraPoolDeployer.sol/AlgebraPoolDeployer.json`
  await stage.create(packaged(path, 'constructor(address)', [factory]))
  const role = keccakText('POOLS_ADMINISTRATOR')
  await stage.tell(factory, 'function grantRole(bytes32, address)', [role, stage.prober])
  return factory
}

/** A new pool of an Algebra factory. */
export async function createAlgebra(
  stage: Stage,
  factory: Hex,
  tokens: readonly [Hex, Hex],
): Promise<Hex> {
  await stage.tell(factory, 'function createPool(address, address, bytes)', [...tokens, '0x'])
  const get = 'function poolByPair(address, address) returns (address)'
  return (await stage.ask(factory, get, tokens)) as Hex
}

/**
 * Positions stay small enough for the pool never to hold 2^128 of a token.
 *
 * From there on it reverts, or gives the rest away where it has a vault to give it to; a record
 * does not say what it holds.
 */
const BITS = 56

/** A pool of Algebra Integral without a plugin. */
export function algebraPool(stage: Stage, address: Hex, fee: number, spacing: number): Pool {
  const mint = 'function mint(address, address, int24, int24, uint128, bytes)'
  const burn = 'function burn(int24, int24, uint128, bytes)'
  const { prober } = stage
  return {
    ...{ spacing, bits: BITS },
    async record() {
      const present = await stage.ask(address, 'function fee() returns (uint16)')
      return recordV3(stage, 'algebra', address, present as number, algebraWords)
    },
    initialize: (price) => [
      callOf(address, 'function initialize(uint160)', [price]),
      callOf(address, 'function setFee(uint16)', [fee]),
      ...(spacing === DEFAULT_SPACING
        ? []
        : [callOf(address, 'function setTickSpacing(int24)', [spacing])]),
    ],
    mint: (lower, upper, liquidity) =>
      callOf(address, mint, [prober, prober, lower, upper, liquidity, '0x']),
    burn: (lower, upper, liquidity) => callOf(address, burn, [lower, upper, liquidity, '0x']),
    changes: [callOf(address, 'function setFee(uint16)', [fee + 11])],
    swap: swapOf(stage, address, algebraWords),
  }
}
