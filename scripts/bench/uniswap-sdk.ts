import { createRequire } from 'node:module'
import type { Pool } from '@uniswap/v3-sdk'
import type { V3State } from '../../daemon/market/venues/uniswap-v3/state.ts'

type Sdk = typeof import('@uniswap/v3-sdk')
type Integer = Pool['liquidity']
type SdkToken = Pool['token0']
type SdkAmount = Parameters<Pool['getOutputAmount']>[0]

/** What is used of JSBI, the SDK's integers. */
export type Jsbi = {
  readonly BigInt: (n: string | number) => Integer
  readonly multiply: (a: Integer, b: Integer) => Integer
  readonly add: (a: Integer, b: Integer) => Integer
  readonly divide: (a: Integer, b: Integer) => Integer
}

type Core = {
  readonly Token: new (chain: number, address: string, decimals: number) => SdkToken
  readonly CurrencyAmount: { readonly fromRawAmount: (token: SdkToken, n: string) => SdkAmount }
}

// The SDK's own ES modules import folders, which Node refuses; its CommonJS build loads.
const load = createRequire(import.meta.url)
const loadBeside = createRequire(load.resolve('@uniswap/v3-sdk'))
const core = loadBeside('@uniswap/sdk-core') as Core

/** The Uniswap V3 SDK. */
export const sdk = load('@uniswap/v3-sdk') as Sdk

/** The very JSBI that the SDK calculates with. */
export const JSBI = loadBeside('jsbi') as Jsbi

const token0 = new core.Token(1, `0x${'1'.repeat(40)}`, 18)
const token1 = new core.Token(1, `0x${'2'.repeat(40)}`, 18)

/** The SDK's pool in our pool's state; needs ticks whose nets add up to 0. */
export function sdkPool(state: V3State): Pool {
  const { ticks } = state
  const list = Array.from(ticks.index, (index, i) => ({
    index,
    liquidityNet: String(ticks.net[i]),
    liquidityGross: String(ticks.gross?.[i] ?? 0n),
  }))
  return new sdk.Pool(
    token0,
    token1,
    state.feePpm as ConstructorParameters<Sdk['Pool']>[2],
    String(state.sqrtPriceX96),
    String(state.liquidity),
    state.tick,
    list,
  )
}

/** An amount of token0 or token1 of an `sdkPool`. */
export const sdkAmount = (of0: boolean, n: bigint): SdkAmount =>
  core.CurrencyAmount.fromRawAmount(of0 ? token0 : token1, String(n))
