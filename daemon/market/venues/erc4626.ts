import { decodeVault, vaultTopics } from '../../chains/decode/erc4626.ts'
import type { RecordedPool } from '../../chains/feeds/recording.ts'
import type { Change } from '../../chains/types.ts'
import { attempt, divUp, mul, UINT256_MAX } from './checked.ts'
import { isPair, type Quote, quoted, refused, unfit } from './quote.ts'
import { naturalOf, tokensIn, wholeOf } from './record.ts'
import type { Recorded, Venue } from './venue.ts'

/** Everything that a vault's deposits and redemptions depend on: place 0 is the asset, 1 the share. */
export type VaultState = {
  readonly totalAssets: bigint
  readonly totalSupply: bigint
  /** Shares that nobody holds, with one asset behind them (OpenZeppelin); null where there are none. */
  readonly virtualShares: bigint | null
}

/** What a share is worth: so many assets for so many shares. */
type Price = { readonly assets: bigint; readonly shares: bigint }

/** An empty vault without virtual shares gives one share an asset. */
function priceOf({ totalAssets, totalSupply, virtualShares }: VaultState): Price {
  if (virtualShares !== null)
    return { assets: totalAssets + 1n, shares: totalSupply + virtualShares }
  return totalSupply === 0n
    ? { assets: 1n, shares: 1n }
    : { assets: totalAssets, shares: totalSupply }
}

/** `deposit` (asset to share) or `redeem` (share to asset), both rounded down. */
function quoteIn(state: VaultState, i: number, j: number, amountIn: bigint): Quote {
  const no = unfit(amountIn, i, j, 2)
  if (no !== null) return no
  return attempt(() => {
    const { assets, shares } = priceOf(state)
    if (assets === 0n) return refused('NO_LIQUIDITY')
    const out = i === 0 ? mul(amountIn, shares) / assets : mul(amountIn, assets) / shares
    return out === 0n ? refused('OUTPUT_ZERO') : within(state, i, amountIn, out)
  })
}

/** `mint` (asset to share) or `withdraw` (share to asset) of an exact output, both rounded up. */
function quoteOut(state: VaultState, i: number, j: number, amountOut: bigint): Quote {
  const no = unfit(amountOut, i, j, 2)
  if (no !== null) return no
  return attempt(() => {
    const { assets, shares } = priceOf(state)
    if (assets === 0n) return refused('NO_LIQUIDITY')
    const needed =
      i === 0 ? divUp(mul(amountOut, assets), shares) : divUp(mul(amountOut, shares), assets)
    return within(state, i, needed, amountOut)
  })
}

/** A trade, if the vault has what it takes. */
function within(state: VaultState, i: number, amountIn: bigint, amountOut: bigint): Quote {
  const { totalAssets, totalSupply } = state
  if (i === 0) {
    const overflows = totalAssets + amountIn > UINT256_MAX || totalSupply + amountOut > UINT256_MAX
    return overflows ? refused('OVERFLOW') : quoted(amountIn, amountOut)
  }
  const lacks = amountIn > totalSupply || amountOut > totalAssets
  return lacks ? refused('OUTPUT_EXCEEDS_RESERVE') : quoted(amountIn, amountOut)
}

function rate(state: VaultState, i: number, j: number): number {
  if (!isPair(i, j, 2)) return 0
  const { assets, shares } = priceOf(state)
  if (assets === 0n || (i === 1 && state.totalSupply === 0n)) return 0
  return i === 0 ? Number(shares) / Number(assets) : Number(assets) / Number(shares)
}

function fold(state: VaultState, change: Change): VaultState | null {
  const moved = decodeVault(change)
  if (moved === null) return null
  if (moved.assets === 0n && moved.shares === 0n) return state
  const totalAssets = state.totalAssets + moved.assets
  const totalSupply = state.totalSupply + moved.shares
  return totalAssets < 0n || totalSupply < 0n ? null : { ...state, totalAssets, totalSupply }
}

/**
 * ERC-4626 vaults as a hop: a deposit from the asset to the share, a redemption back.
 *
 * Written from the standard's rounding, always for the vault, with the conversion of the common
 * bases (shares · assets / supply, or OpenZeppelin's with virtual shares). A vault with fees or caps
 * quotes otherwise and must not be given. Yield moves the assets without a log: read them.
 */
export const erc4626: Venue<VaultState> = {
  name: 'erc4626',
  drift: 'read',
  quoteIn,
  quoteOut,
  rate,
  product: () => null,
  topics: Object.values(vaultTopics),
  fold,
}

/**
 * An `erc4626` record, tokens [asset, share], as a vault; errs with a RangeError where malformed.
 *
 * `decimals_offset` says that it has OpenZeppelin's virtual shares, 10 to that power.
 */
export function fromRecord(record: RecordedPool): Recorded<VaultState> {
  const offset = record['decimals_offset']
  return {
    tokens: tokensIn(record),
    state: {
      totalAssets: naturalOf(record['total_assets'], 'total_assets'),
      totalSupply: naturalOf(record['total_supply'], 'total_supply'),
      virtualShares:
        offset === undefined ? null : 10n ** BigInt(wholeOf(offset, 'decimals_offset', 0, 36)),
    },
  }
}
