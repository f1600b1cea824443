import { bytesOf, hexOf } from '../../kernel/hex.ts'
import { keccakBytes } from '../../kernel/keccak.ts'
import type { Hex } from '../../kernel/units.ts'
import { rlp, rlpNumber } from './rlp.ts'
import type { Signer } from './signer.ts'

/** A transaction to a contract, fees in wei a unit of gas. */
export type Transaction = {
  readonly chainId: number
  readonly nonce: number
  readonly to: Hex
  readonly data: Hex
  readonly gasLimit: bigint
  readonly maxFee: bigint
  readonly priorityFee: bigint
}

/** A transaction ready to be sent, and its hash. */
export type Signed = { readonly raw: Hex; readonly hash: Hex }

const TYPE_2 = Uint8Array.of(2)
const NO_ACCESS_LIST: readonly never[] = []

/** Encodes and signs a transaction of type 2 (EIP-1559), without value and access list. */
export function signTransaction(transaction: Transaction, signer: Signer): Signed {
  const fields = [
    rlpNumber(transaction.chainId),
    rlpNumber(transaction.nonce),
    rlpNumber(transaction.priorityFee),
    rlpNumber(transaction.maxFee),
    rlpNumber(transaction.gasLimit),
    bytesOf(transaction.to),
    rlpNumber(0),
    bytesOf(transaction.data),
    NO_ACCESS_LIST,
  ]
  const { signature, recovery } = signer.sign(keccakBytes(Buffer.concat([TYPE_2, rlp(fields)])))
  const whole = Buffer.concat([
    TYPE_2,
    rlp([
      ...fields,
      rlpNumber(recovery),
      trimmed(signature.subarray(0, 32)),
      trimmed(signature.subarray(32)),
    ]),
  ])
  return { raw: hexOf(whole), hash: hexOf(keccakBytes(whole)) }
}

/** Without leading zeros, as RLP wants numbers. */
function trimmed(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? new Uint8Array(0) : bytes.subarray(first)
}
