import {
  type AbiFunction,
  concat,
  decodeFunctionResult,
  encodeAbiParameters,
  encodeFunctionData,
  parseAbiItem,
} from 'viem'
import type { Hex } from '../kernel/units.ts'

type Constructor = { readonly type: 'constructor'; readonly inputs: AbiFunction['inputs'] }

const itemOf = (signature: string) =>
  parseAbiItem(signature) as unknown as AbiFunction | Constructor

function functionOf(signature: string): AbiFunction {
  const item = itemOf(signature)
  if (item.type !== 'function') throw new TypeError(`not a function: ${signature}`)
  return item
}

/** Call data of a function given in words, as in `function transfer(address to, uint256 value)`. */
export const encodeCall = (signature: string, args: readonly unknown[] = []): Hex =>
  encodeFunctionData({ abi: [functionOf(signature)], args })

/** Creation code with its arguments; `signature` is `constructor(...)`, or null where none is. */
export function encodeDeploy(
  bytecode: Hex,
  signature: string | null,
  args: readonly unknown[] = [],
): Hex {
  if (signature === null) return bytecode
  return concat([bytecode, encodeAbiParameters(itemOf(signature).inputs, args)])
}

/** What a call of a function gave back: the value itself where there is one, a list where more. */
export const decodeResult = (signature: string, data: Hex): unknown =>
  decodeFunctionResult({ abi: [functionOf(signature)], data })
