import type { Rpc } from '../../chains/types.ts'
import { encodeCall, encodeDeploy } from '../../execution/abi.ts'
import { MevdError } from '../../kernel/errors.ts'
import { quantity } from '../../kernel/hex.ts'
import type { Hex } from '../../kernel/units.ts'
import { type WorldAddresses, type WorldPool, worldAddresses } from './addresses.ts'
import { bytecode } from './artifacts.ts'
import { deployer, searcher } from './keys.ts'
import { positions, startingSqrtPrice, unitsOfWeth } from './liquidity.ts'

/** A deployed devnet: where everything is, and the block that completed it. */
export type World = WorldAddresses & { readonly height: number }

/** One transaction of the deployer. */
type Transaction = {
  readonly to: Hex | null
  readonly data: Hex
  readonly value?: bigint
}

/** What DevTrader gets of each token, in WETH's worth. */
const TRADER_WETH = 20_000

/** What the Executor gets to trade with, in WETH. */
const EXECUTOR_WETH = 50

/** Gas limit of every transaction. It must be one for all: where a large one does not fit into a
 * block and a later small one does, Anvil finds the later nonce too high and forgets it. */
const GAS = 6_000_000

/** Blocks that the deployment may take: it needs three. */
const MOST_BLOCKS = 20

/**
 * Deploys the world: tokens, factories, pools with liquidity, DevTrader and the Executor.
 *
 * Account 0 sends everything, from its nonce 0 on and in a fixed order, so every address is the
 * one in `worldAddresses`. On a chain that holds the world already it only returns it. Errs with
 * `WRONG_CHAIN` where account 0 has been used for anything else.
 */
export async function deployWorld(rpc: Rpc): Promise<World> {
  const nonce = await nonceOf(rpc)
  if (nonce === 0) await send(rpc, plan())
  else if (nonce < plan().length) {
    throw new MevdError('WRONG_CHAIN', `account 0 has sent ${nonce} transactions of its own here`)
  }
  await verify(rpc)
  return { ...worldAddresses, height: Number(await rpc.request<Hex>('eth_blockNumber')) }
}

function plan(): readonly Transaction[] {
  return [...contracts(), ...funds(), ...worldAddresses.pools.flatMap(pool)]
}

/** The nine contracts whose addresses follow from the nonce. */
function contracts(): readonly Transaction[] {
  const token = 'constructor(string name, string symbol, uint8 decimals)'
  const setter = 'constructor(address feeToSetter)'
  return [
    create(encodeDeploy(bytecode('WETH9'), null)),
    create(encodeDeploy(bytecode('DevToken'), token, ['USD Coin', 'USDC', 6])),
    create(encodeDeploy(bytecode('DevToken'), token, ['Wrapped BTC', 'WBTC', 8])),
    create(encodeDeploy(bytecode('DevToken'), token, ['Dai Stablecoin', 'DAI', 18])),
    create(encodeDeploy(bytecode('UniswapV2Factory'), setter, [deployer])),
    create(encodeDeploy(bytecode('SushiswapFactory'), setter, [deployer])),
    create(encodeDeploy(bytecode('UniswapV3Factory'), null)),
    create(encodeDeploy(bytecode('DevTrader'), null)),
    create(encodeDeploy(bytecode('Executor'), 'constructor(address owner)', [searcher])),
  ]
}

function funds(): readonly Transaction[] {
  const { tokens, trader, executor } = worldAddresses
  const transfer = 'function transfer(address to, uint256 value)'
  const wrapped = unitsOfWeth('WETH', TRADER_WETH + EXECUTOR_WETH)
  const minted = (['USDC', 'WBTC', 'DAI'] as const).map((symbol) =>
    call(tokens[symbol].address, 'function mint(address to, uint256 value)', [
      trader,
      unitsOfWeth(symbol, TRADER_WETH),
    ]),
  )
  const weth = tokens.WETH.address
  return [
    { ...call(weth, 'function deposit()', []), value: wrapped },
    call(weth, transfer, [trader, unitsOfWeth('WETH', TRADER_WETH)]),
    call(weth, transfer, [executor, unitsOfWeth('WETH', EXECUTOR_WETH)]),
    ...minted,
  ]
}

const pool = (which: WorldPool): readonly Transaction[] =>
  which.venue === 'uniswap-v3' ? poolV3(which) : pairV2(which)

function pairV2({ venue, tokens, address, depthWeth }: WorldPool): readonly Transaction[] {
  const [a, b] = tokens.map((symbol) => worldAddresses.tokens[symbol].address)
  const amounts = tokens.map((symbol) => unitsOfWeth(symbol, depthWeth))
  return [
    call(worldAddresses.factories[venue], 'function createPair(address a, address b)', [a, b]),
    call(worldAddresses.trader, 'function addV2(address pair, uint256 amount0, uint256 amount1)', [
      address,
      ...amounts,
    ]),
  ]
}

function poolV3(which: WorldPool): readonly Transaction[] {
  const { tokens, address, feePpm } = which
  const [a, b] = tokens.map((symbol) => worldAddresses.tokens[symbol].address)
  const create = 'function createPool(address a, address b, uint24 fee)'
  const mint = 'function mintV3(address pool, int24 lower, int24 upper, uint128 liquidity)'
  return [
    call(worldAddresses.factories['uniswap-v3'], create, [a, b, feePpm]),
    call(address, 'function initialize(uint160 sqrtPrice)', [startingSqrtPrice(which)]),
    ...positions(which).map(({ lower, upper, liquidity }) =>
      call(worldAddresses.trader, mint, [address, lower, upper, liquidity]),
    ),
  ]
}

const create = (data: Hex): Transaction => ({ to: null, data })

const call = (to: Hex, signature: string, args: readonly unknown[]): Transaction => ({
  to,
  data: encodeCall(signature, args),
})

const nonceOf = async (rpc: Rpc): Promise<number> =>
  Number(await rpc.request<Hex>('eth_getTransactionCount', [deployer, 'latest']))

/** Sends all at once, mines until all are in, and errs at the first that failed. */
async function send(rpc: Rpc, transactions: readonly Transaction[]): Promise<void> {
  await rpc.request('anvil_setBalance', [deployer, quantity(10n ** 24n)])
  const hashes = await Promise.all(
    transactions.map(({ to, data, value = 0n }, nonce) =>
      rpc.request<Hex>('eth_sendTransaction', [
        {
          ...{ from: deployer, ...(to === null ? {} : { to }), data, value: quantity(value) },
          ...{ nonce: quantity(nonce), gas: quantity(GAS) },
          ...{ maxFeePerGas: quantity(10n ** 12n), maxPriorityFeePerGas: quantity(10n ** 9n) },
        },
      ]),
    ),
  )
  for (let blocks = 0; (await nonceOf(rpc)) < transactions.length; blocks += 1) {
    if (blocks === MOST_BLOCKS) throw new MevdError('NODE_ERROR', 'the world is not being mined')
    await rpc.request('evm_mine')
  }
  const receipts = await Promise.all(
    hashes.map((hash) =>
      rpc.request<{ readonly status: Hex }>('eth_getTransactionReceipt', [hash]),
    ),
  )
  const failed = receipts.findIndex(({ status }) => status !== '0x1')
  if (failed === -1) return
  throw new MevdError('NODE_ERROR', `transaction ${failed} of the deployment failed`)
}

/** Errs unless there is code at every address. */
async function verify(rpc: Rpc): Promise<void> {
  const { tokens, factories, pools, trader, executor } = worldAddresses
  const all = [
    ...Object.values(tokens).map(({ address }) => address),
    ...Object.values(factories),
    ...pools.map(({ address }) => address),
    ...[trader, executor],
  ]
  const codes = await Promise.all(all.map((at) => rpc.request<Hex>('eth_getCode', [at, 'latest'])))
  const empty = all.filter((_, i) => codes[i] === '0x')
  if (empty.length === 0) return
  throw new MevdError('WRONG_CHAIN', `no contract at ${empty.join(', ')}`)
}
