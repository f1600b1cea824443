import { worldAddresses } from '../../daemon/app/devnet/addresses.ts'
import { positions, startingSqrtPrice } from '../../daemon/app/devnet/liquidity.ts'
import { decodeResult, encodeCall } from '../../daemon/execution/abi.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import { ether, type Hop, type Stage } from './executor-stage.ts'

const { tokens, factories, pools, trader } = worldAddresses

/** A WETH/USDC V3 pool at the usual price, with next to nothing in it. */
export async function shallowPool({ send, call, creator }: Stage): Promise<Hex> {
  const like = pools.find(({ venue }) => venue === 'uniswap-v3')
  if (like === undefined) throw new Error('no V3 pool')
  const key = [tokens.WETH.address, tokens.USDC.address, 10_000]
  const factory = factories['uniswap-v3']
  await send(creator, factory, encodeCall('function createPool(address, address, uint24)', key))
  const get = 'function getPool(address, address, uint24) returns (address)'
  const pool = decodeResult(get, await call(creator, factory, encodeCall(get, key))) as Hex
  const price = startingSqrtPrice(like)
  await send(creator, pool, encodeCall('function initialize(uint160)', [price]))
  const mint = 'function mintV3(address, int24, int24, uint128)'
  const narrow = positions({ ...like, feePpm: 10_000, depthWeth: 5 })[3]
  const position = [pool, narrow?.lower, narrow?.upper, narrow?.liquidity]
  await send(creator, trader, encodeCall(mint, position))
  return pool
}

/** From WETH into a token of odd manners and back, through a pair on each of two factories. */
export async function oddRoute(stage: Stage, manner: number): Promise<readonly Hop[]> {
  const { send, create, creator } = stage
  const WETH = tokens.WETH.address
  const token = await create('test/execution/contracts/OddToken')
  const mint = encodeCall('function mint(address, uint256)', [trader, ether(1_000)])
  await send(creator, token, mint)
  const out = await fairPair(stage, factories['uniswap-v2'], token)
  const back = await fairPair(stage, factories.sushiswap, token)
  await send(creator, token, encodeCall('function setManner(uint8)', [manner]))
  return [
    { pool: out, tokenIn: WETH, tokenOut: token, feePpm: 3_000, kind: 0 },
    { pool: back, tokenIn: token, tokenOut: WETH, feePpm: 3_000, kind: 0 },
  ]
}

/** A pair of a token and WETH, with 500 of each. */
async function fairPair({ send, call, creator }: Stage, factory: Hex, token: Hex): Promise<Hex> {
  const both = [token, tokens.WETH.address]
  await send(creator, factory, encodeCall('function createPair(address, address)', both))
  const get = 'function getPair(address, address) returns (address)'
  const pair = decodeResult(get, await call(creator, factory, encodeCall(get, both))) as Hex
  const add = 'function addV2(address, uint256, uint256)'
  await send(creator, trader, encodeCall(add, [pair, ether(500), ether(500)]))
  return pair
}
