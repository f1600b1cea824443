import type { BlockRef, Rpc } from '../../chains/types.ts'
import { word } from '../../kernel/hex.ts'
import { keccakText } from '../../kernel/keccak.ts'
import type { Hex } from '../../kernel/units.ts'

/** Reads a contract as it was at the end of one block, wherever the tip is by now. */
export type Reader = (
  to: Hex,
  signature: string,
  ...args: readonly (bigint | number)[]
) => Promise<Hex>

const selectors = new Map<string, string>()

function selectorOf(signature: string): string {
  const known = selectors.get(signature)
  if (known) return known
  const selector = keccakText(signature).slice(0, 10)
  selectors.set(signature, selector)
  return selector
}

/** A reader at one block, named by hash (EIP-1898). Arguments are numbers; negative ones wrap to 256 bits. */
export function readerAt(rpc: Rpc, block: BlockRef): Reader {
  return (to, signature, ...args) => {
    const words = args.map((arg) => word(BigInt.asUintN(256, BigInt(arg))))
    const data = `${selectorOf(signature)}${words.join('')}`
    return rpc.request<Hex>('eth_call', [{ to, data }, { blockHash: block.id }])
  }
}
