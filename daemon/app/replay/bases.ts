import { MevdError } from '../../kernel/errors.ts'
import type { Hex } from '../../kernel/units.ts'

const wrappedNative: Readonly<Record<string, Hex>> = {
  ethereum: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
  arbitrum: '0x82af49447d8a07e3bd95bd0d56f35241523fbab1',
  optimism: '0x4200000000000000000000000000000000000006',
  base: '0x4200000000000000000000000000000000000006',
  polygon: '0x0d500b1d8e8ef31e21c99d1db9a6444d3adf1270',
  avalanche: '0xb31f66aa3c1e785363f0875a1b74e27b85fd66c7',
  bsc: '0xbb4cdb9cbd36b01bd1cbaebf2de08d9173bc095c',
  devnet: '0x5fbdb2315678afecb367f032d93f642f64180aa3',
}

/**
 * The wrapped native coin of a network: what cycles begin and end with where nothing else is said.
 *
 * Errs with `USAGE` where none is known.
 */
export function nativeOf(network: string): Hex {
  const token = wrappedNative[network]
  if (token) return token
  throw new MevdError('USAGE', `no base token is known for ${network}: name one with --base`)
}
