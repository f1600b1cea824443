import { deployer } from '../../../daemon/app/devnet/keys.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { packaged } from './stage.ts'

/** A fork of Uniswap V2: its fee in parts per million, and the code of its factory. */
export type Fork = { readonly name: string; readonly feePpm: number; readonly factory: () => Hex }

const factoryOf = (path: string) => () =>
  packaged(path, 'constructor(address feeToSetter)', [deployer])

const pancake = factoryOf('@pancakeswap-libs/pancake-swap-core/build/PancakeFactory.json')

/**
 * What the constants of the packaged Pancake pair become to take 1/400 instead of 2/1000.
 *
 * The package holds the first version of the pair; the one that is in use differs in its fee. Its
 * 25/10000 is the same test, but its square is a byte longer.
 */
const DEARER = [
  ['600263ffffffff', '600163ffffffff', 2],
  ['6103e863ffffffff', '61019063ffffffff', 1],
  ['620f4240', '62027100', 1],
] as const

function dearerPancake(): Hex {
  return DEARER.reduce<string>((code, [old, replacement, count]) => {
    const parts = code.split(old)
    if (parts.length !== count + 1) throw new Error(`${old} is not ${count} times in the pair`)
    return parts.join(replacement)
  }, pancake()) as Hex
}

/** The forks of which there is code. */
export const forks: readonly Fork[] = [
  {
    name: 'Uniswap V2',
    feePpm: 3_000,
    factory: factoryOf('@uniswap/v2-core/build/UniswapV2Factory.json'),
  },
  {
    name: 'SushiSwap',
    feePpm: 3_000,
    factory: factoryOf(
      '@sushiswap/sushiswap/artifacts/contracts/UniswapV2Factory.sol/UniswapV2Factory.json',
    ),
  },
  { name: 'PancakeSwap V2 as packaged', feePpm: 2_000, factory: pancake },
  { name: 'PancakeSwap V2 with the fee in use', feePpm: 2_500, factory: dearerPancake },
  {
    name: 'Trader Joe V1',
    feePpm: 3_000,
    factory: factoryOf(
      '@traderjoe-xyz/core/artifacts/contracts/traderjoe/JoeFactory.sol/JoeFactory.json',
    ),
  },
]
