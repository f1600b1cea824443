import { encodeAbiParameters, parseAbiParameters } from 'viem'
import type { RecordedPool } from '../../../daemon/chains/feeds/recording.ts'
import { word } from '../../../daemon/kernel/hex.ts'
import { keccak, keccakText } from '../../../daemon/kernel/keccak.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import type { Stage } from './stage.ts'

/** What a reader needs of a stage. */
type Reading = Pick<Stage, 'rpc' | 'ask' | 'scanner'>

type Tick = { readonly index: number; readonly gross: bigint; readonly net: bigint }

const TICKS = '((int24 index, uint128 gross, int128 net)[])'
const EXTSLOAD = 'function extsload(bytes32) returns (bytes32)'
const SCAN_V4 = `function scanV4(address, uint256, int24) returns ${TICKS}`
const SCAN = `function scan(address, bytes4, int24) returns ${TICKS}`

/** How a contract of the V3 family calls what a reader asks for. */
export type Dialect = {
  /** Says price and tick. */
  readonly slot: string
  /** Says which of 256 ticks are initialised. */
  readonly bitmap: string
  /** Whether the bitmap has a bit for each usable tick only, or for each there is. */
  readonly compressed: boolean
}

/** The words of Uniswap and Pancake. */
export const uniswapWords: Dialect = {
  slot: 'slot0()',
  bitmap: 'tickBitmap(int16)',
  compressed: true,
}

/** The words of Algebra. */
export const algebraWords: Dialect = {
  slot: 'globalState()',
  bitmap: 'tickTable(int16)',
  compressed: false,
}

/** A V2 pair as a recording has it; the fee is the pair's own, which no function says. */
export async function recordV2(
  stage: Reading,
  address: Hex,
  feePpm: number,
): Promise<RecordedPool> {
  const [reserve0, reserve1] = (await stage.ask(
    address,
    'function getReserves() returns (uint112, uint112, uint32)',
  )) as readonly bigint[]
  return {
    ...(await head(stage, 'uniswap-v2', address)),
    tokens: await bothTokens(stage, address),
    fee_ppm: feePpm,
    reserves: [String(reserve0), String(reserve1)],
  }
}

/** A pool of the V3 family as a recording has it, with every initialised tick. */
export async function recordV3(
  stage: Reading,
  type: string,
  address: Hex,
  feePpm: number,
  words: Dialect = uniswapWords,
): Promise<RecordedPool> {
  const [price, tick] = (await stage.ask(
    address,
    `function ${words.slot} returns (uint160, int24)`,
  )) as readonly [bigint, number]
  const spacing = (await stage.ask(address, 'function tickSpacing() returns (int24)')) as number
  const step = words.compressed ? spacing : 1
  const ticks = await stage.ask(stage.scanner, SCAN, [address, selector(words.bitmap), step])
  return {
    ...(await head(stage, type, address)),
    tokens: await bothTokens(stage, address),
    fee_ppm: feePpm,
    tick_spacing: spacing,
    sqrt_price_x96: String(price),
    liquidity: String(await stage.ask(address, 'function liquidity() returns (uint128)')),
    tick: String(tick),
    ticks: entriesOf(ticks),
  }
}

/** Which pool of a V4 manager: what its id is the hash of. */
export type V4Key = {
  readonly currency0: Hex
  readonly currency1: Hex
  readonly fee: number
  readonly tickSpacing: number
  readonly hooks: Hex
}

/** Where the manager keeps the state of a V4 pool, and the pool's id. */
export function placeOfV4(key: V4Key): { readonly id: Hex; readonly slot: bigint } {
  const inputs = parseAbiParameters('address, address, uint24, int24, address')
  const { currency0, currency1, fee, tickSpacing, hooks } = key
  const id = keccak(encodeAbiParameters(inputs, [currency0, currency1, fee, tickSpacing, hooks]))
  return { id, slot: BigInt(keccak(`${id}${word(6)}`)) }
}

/** A V4 pool as a recording has it, read out of the manager's storage. */
export async function recordV4(stage: Reading, manager: Hex, key: V4Key): Promise<RecordedPool> {
  const { id, slot } = placeOfV4(key)
  const load = async (at: bigint) =>
    BigInt((await stage.ask(manager, EXTSLOAD, [`0x${word(at)}`])) as Hex)
  const slot0 = await load(slot)
  const ticks = await stage.ask(stage.scanner, SCAN_V4, [manager, slot, key.tickSpacing])
  const bits = (from: number, count: number) => BigInt.asUintN(count, slot0 >> BigInt(from))
  return {
    ...(await head(stage, 'uniswap-v4', manager)),
    ...{ pool_id: id, hooks: key.hooks, tick_spacing: key.tickSpacing },
    tokens: [key.currency0, key.currency1],
    lp_fee_ppm: Number(bits(208, 24)),
    protocol_fee_ppm: [Number(bits(184, 12)), Number(bits(196, 12))],
    sqrt_price_x96: String(bits(0, 160)),
    liquidity: String(BigInt.asUintN(128, await load(slot + 3n))),
    tick: String(BigInt.asIntN(24, bits(160, 24))),
    ticks: entriesOf(ticks),
  }
}

/** Tokens of a Balancer pool and the vault's balances of them. */
export async function poolTokens(stage: Pick<Stage, 'ask'>, vault: Hex, id: Hex) {
  const signature =
    'function getPoolTokens(bytes32) returns (address[] tokens, uint256[] balances, uint256)'
  const [tokens, balances] = (await stage.ask(vault, signature, [id])) as readonly [
    readonly Hex[],
    readonly bigint[],
    bigint,
  ]
  return { tokens, balances }
}

/** A Balancer pool as a recording has it, with what its kind says of its arithmetic. */
export async function recordBalancer(
  stage: Reading,
  vault: Hex,
  pool: { readonly address: Hex; readonly id: Hex },
  says: Readonly<Record<string, unknown>>,
): Promise<RecordedPool> {
  const { address } = pool
  const { tokens, balances } = await poolTokens(stage, vault, pool.id)
  const own = tokens.findIndex((token) => token.toLowerCase() === address)
  const fee = await stage.ask(address, 'function getSwapFeePercentage() returns (uint256)')
  const stable = 'invariant_version' in says
  return {
    ...(await head(stage, stable ? 'balancer-stable' : 'balancer-weighted', address)),
    ...{ tokens, balances: balances.map(String), swap_fee: String(fee), ...says },
    ...(own < 0 ? {} : { bpt_index: own }),
    ...(stable ? await recordStable(stage, address, tokens) : await recordWeighted(stage, address)),
  }
}

async function recordWeighted(stage: Reading, address: Hex) {
  const get = 'function getNormalizedWeights() returns (uint256[])'
  return { weights: ((await stage.ask(address, get)) as readonly bigint[]).map(String) }
}

async function recordStable(stage: Reading, address: Hex, tokens: readonly Hex[]) {
  const get = 'function getAmplificationParameter() returns (uint256, bool, uint256)'
  const [amp] = (await stage.ask(address, get)) as readonly [bigint, boolean, bigint]
  const factors = 'function getScalingFactors() returns (uint256[])'
  const scaling = await stage
    .ask(address, factors)
    .catch(() => Promise.all(tokens.map((token) => scalingOf(stage, token))))
  return { amp: String(amp), scaling: (scaling as readonly bigint[]).map(String) }
}

/** What brings a token to 18 decimals; the first stable pools do not say it. */
async function scalingOf(stage: Reading, token: Hex): Promise<bigint> {
  const decimals = await stage.ask(token, 'function decimals() returns (uint8)')
  return 10n ** (36n - BigInt(decimals as number))
}

/** First four bytes of a function's hash. */
export const selector = (signature: string): Hex => keccakText(signature).slice(0, 10) as Hex

const entriesOf = (ticks: unknown) =>
  (ticks as readonly Tick[]).map(({ index, net }) => [String(index), String(net)])

async function head(stage: Reading, type: string, address: Hex) {
  const block = Number(await stage.rpc.request<Hex>('eth_blockNumber'))
  return { t: 'pool', type, address, block }
}

const bothTokens = async (stage: Reading, address: Hex) => [
  await stage.ask(address, 'function token0() returns (address)'),
  await stage.ask(address, 'function token1() returns (address)'),
]
