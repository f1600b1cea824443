import type { Hex } from '../../kernel/units.ts'

/** Symbol of a token of the devnet. */
export type Ticker = 'WETH' | 'USDC' | 'WBTC' | 'DAI'

/** A token of the devnet, with its price at the start. */
export type Token = { readonly address: Hex; readonly decimals: number; readonly usd: number }

/** Where a pool belongs. */
export type Venue = 'uniswap-v2' | 'sushiswap' | 'uniswap-v3'

/** A pool of the devnet; its tokens in the order of their addresses. */
export type WorldPool = {
  readonly venue: Venue
  readonly address: Hex
  readonly tokens: readonly [Ticker, Ticker]
  readonly feePpm: number
  /** Value of what lies on each side of the start price, in WETH; for V3 as a V2 pair would need. */
  readonly depthWeth: number
}

/** Every address that a devnet has once it is deployed. */
export type WorldAddresses = {
  readonly tokens: Readonly<Record<Ticker, Token>>
  readonly factories: Readonly<Record<Venue, Hex>>
  readonly pools: readonly WorldPool[]
  /** Trades for the traffic. */
  readonly trader: Hex
  /** Owned by the searcher. */
  readonly executor: Hex
}

const pool = (
  venue: Venue,
  tokens: readonly [Ticker, Ticker],
  feePpm: number,
  depthWeth: number,
  address: Hex,
): WorldPool => ({ venue, address, tokens, feePpm, depthWeth })

/** The same on every devnet: the deployer's first nine transactions create the contracts, and a
 * factory derives a pool's address from its tokens, fee and code. */
export const worldAddresses: WorldAddresses = {
  tokens: {
    WETH: { address: '0x5fbdb2315678afecb367f032d93f642f64180aa3', decimals: 18, usd: 3_000 },
    USDC: { address: '0xe7f1725e7734ce288f8367e1bb143e90bb3f0512', decimals: 6, usd: 1 },
    WBTC: { address: '0x9fe46736679d2d9a65f0992f2272de9f3c7fa6e0', decimals: 8, usd: 60_000 },
    DAI: { address: '0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9', decimals: 18, usd: 1 },
  },
  factories: {
    'uniswap-v2': '0xdc64a140aa3e981100a9beca4e685f962f0cf6c9',
    sushiswap: '0x5fc8d32690cc91d4c39d9d3abcbd16989f875707',
    'uniswap-v3': '0x0165878a594ca255338adfa4d48449f69242eb8f',
  },
  pools: [
    pool('uniswap-v2', ['WETH', 'USDC'], 3_000, 800, '0xd5ab01462da740594beaf3af32c12730d6d2dc38'),
    pool('uniswap-v2', ['WETH', 'DAI'], 3_000, 500, '0xfc060c5b8a8c0e1bb6f15434288578883caaa866'),
    pool('uniswap-v2', ['WETH', 'WBTC'], 3_000, 500, '0x02591b411e43cddbf3f1c5a56b26dd0369111ad5'),
    pool('uniswap-v2', ['DAI', 'USDC'], 3_000, 400, '0x8411d45a589427e08e101bb600a4e617939c952f'),
    pool('sushiswap', ['WETH', 'USDC'], 3_000, 500, '0x76dc08b6a874289c99884149abd3edce15549528'),
    pool('sushiswap', ['WETH', 'DAI'], 3_000, 400, '0xe8ba53c581565b408d2b4ef6cb8e2d81ddac5e03'),
    pool('sushiswap', ['WETH', 'WBTC'], 3_000, 400, '0xe08e1f88f8bc2ffcf6ea50092bcdb5708d4a5281'),
    pool('sushiswap', ['WBTC', 'USDC'], 3_000, 400, '0x315d3a7490daa15e1954724cbc1ca0ec8f3d852f'),
    pool('uniswap-v3', ['WETH', 'USDC'], 500, 700, '0x7f6e56bc1ba9d42159e8e493af602048ded3ae4d'),
    pool('uniswap-v3', ['WETH', 'USDC'], 3_000, 800, '0x94eee1cb80924636b32fdf2c0b798080e32db027'),
    pool('uniswap-v3', ['WETH', 'WBTC'], 3_000, 600, '0x0055ff827730b550c07ef64e667bdcb5933fae4c'),
    pool('uniswap-v3', ['WETH', 'DAI'], 3_000, 600, '0x4fb2565e50f164b7f5f9fb191ccce18e91e56ae7'),
    pool('uniswap-v3', ['DAI', 'USDC'], 500, 500, '0x7253f14180f6db8cb3ba41469849fb6478395d5f'),
  ],
  trader: '0xa513e6e4b8f2a923d98304ec87f64353c4d5c853',
  executor: '0x2279b7a0a67db372996a5fab50d91eaa73d2ebe6',
}
