import { keccakText } from '../../kernel/keccak.ts'

/** Topic 0 of the events that mevd reads: the Keccak-256 of their signatures. */
export const topics = {
  /** Reserves of a V2 pair. */
  sync: keccakText('Sync(uint112,uint112)'),
  /** New pair of a V2 factory. */
  pairCreated: keccakText('PairCreated(address,address,address,uint256)'),
  /** First price of a V3 pool. */
  initialize: keccakText('Initialize(uint160,int24)'),
  v3Swap: keccakText('Swap(address,address,int256,int256,uint160,uint128,int24)'),
  /** Liquidity added to a V3 pool. */
  mint: keccakText('Mint(address,address,int24,int24,uint128,uint256,uint256)'),
  /** Liquidity taken from a V3 pool. */
  burn: keccakText('Burn(address,int24,int24,uint128,uint256,uint256)'),
  /** New pool of a V3 factory. */
  poolCreated: keccakText('PoolCreated(address,address,uint24,int24,address)'),
  /** ERC-20; ERC-721 shares it, with one topic more. */
  transfer: keccakText('Transfer(address,address,uint256)'),
} as const
