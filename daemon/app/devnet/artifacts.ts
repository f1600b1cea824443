import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { MevdError } from '../../kernel/errors.ts'
import type { Hex } from '../../kernel/units.ts'

/** Protocol contracts out of development dependencies, and where each package keeps them. */
const packaged = {
  WETH9: 'canonical-weth/build/contracts/WETH9.json',
  UniswapV2Factory: '@uniswap/v2-core/build/UniswapV2Factory.json',
  SushiswapFactory:
    '@sushiswap/sushiswap/artifacts/contracts/UniswapV2Factory.sol/UniswapV2Factory.json',
  UniswapV3Factory:
    '@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json',
} as const

/** Contracts of this repository. */
const own = {
  DevToken: './contracts/DevToken.json',
  DevTrader: './contracts/DevTrader.json',
  Executor: '../../execution/contracts/Executor.json',
} as const

/** A contract that the devnet can deploy. */
export type ContractName = keyof typeof packaged | keyof typeof own

/** Path of a file inside an installed package; `TOOL_MISSING` where the package is not there. */
export function packagedFile(path: string): string {
  const found = resolved(path)
  if (found === null) throw new MevdError('TOOL_MISSING', `${path} is not installed`)
  return found
}

/** Creation code of a contract, without its arguments. */
export function bytecode(name: ContractName): Hex {
  const file = JSON.parse(readFileSync(pathOf(name), 'utf8')) as { readonly bytecode: string }
  return file.bytecode.startsWith('0x') ? (file.bytecode as Hex) : `0x${file.bytecode}`
}

function resolved(path: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(path)
  } catch {
    return null
  }
}

const pathOf = (name: ContractName): string =>
  name in own
    ? fileURLToPath(new URL(own[name as keyof typeof own], import.meta.url))
    : packagedFile(packaged[name as keyof typeof packaged])
