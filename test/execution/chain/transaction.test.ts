import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import {
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
  serializeTransaction,
  type TransactionSerializedEIP1559,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, describe, expect, test } from 'vitest'
import { loadSigner, type Signer } from '../../../daemon/execution/chain/signer.ts'
import { signTransaction, type Transaction } from '../../../daemon/execution/chain/transaction.ts'
import { bytesOf } from '../../../daemon/kernel/hex.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'

const directory = mkdtempSync(join(tmpdir(), 'mevd-'))
afterAll(() => rmSync(directory, { recursive: true }))

const hex = (bytes: number | { min: number; max: number }): fc.Arbitrary<Hex> => {
  const { min, max } = typeof bytes === 'number' ? { min: bytes, max: bytes } : bytes
  return fc
    .uint8Array({ minLength: min, maxLength: max })
    .map((data): Hex => `0x${Buffer.from(data).toString('hex')}`)
}
const upTo = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n })

/** Transactions with fields of every length that they can have. */
const transactions: fc.Arbitrary<Transaction> = fc
  .record({
    chainId: fc.integer({ min: 1, max: 2 ** 40 }),
    nonce: fc.nat(),
    to: hex(20),
    data: hex({ min: 0, max: 400 }),
    gasLimit: fc.oneof(upTo(8n), upTo(32n)),
    maxFee: fc.oneof(upTo(8n), upTo(128n)),
    tip: upTo(128n),
  })
  .map(({ tip, ...rest }) => ({ ...rest, priorityFee: tip < rest.maxFee ? tip : rest.maxFee }))

const inViem = ({ gasLimit, maxFee, priorityFee, ...same }: Transaction) => ({
  ...same,
  type: 'eip1559' as const,
  gas: gasLimit,
  maxFeePerGas: maxFee,
  maxPriorityFeePerGas: priorityFee,
})

function signerOf(key: Hex): Signer {
  writeFileSync(join(directory, 'key'), key, { mode: 0o600 })
  return loadSigner(directory, 'key', 31_337)
}

const keys = hex(32).filter((key) => BigInt(key) > 0n && BigInt(key) < 1n << 255n)

describe('signTransaction', () => {
  test('gives the bytes and the hash that viem gives', async () => {
    await fc.assert(
      fc.asyncProperty(keys, transactions, async (key, transaction) => {
        const { raw, hash } = signTransaction(transaction, signerOf(key))
        expect(raw).toBe(await privateKeyToAccount(key).signTransaction(inViem(transaction)))
        expect(hash).toBe(keccak256(raw))
      }),
    )
  })

  test('is signed by the signer', async () => {
    await fc.assert(
      fc.asyncProperty(keys, transactions, async (key, transaction) => {
        const signer = signerOf(key)
        const serializedTransaction = signTransaction(transaction, signer)
          .raw as TransactionSerializedEIP1559
        const found = await recoverTransactionAddress({ serializedTransaction })
        expect(found.toLowerCase()).toBe(signer.address)
        expect(parseTransaction(serializedTransaction).nonce ?? 0).toBe(transaction.nonce)
      }),
      { numRuns: 30 },
    )
  })

  test('writes r and s without their leading zeros', () => {
    const part = fc
      .tuple(fc.integer({ min: 0, max: 31 }), upTo(256n))
      .map(([zeros, n]) => (n >> BigInt(8 * zeros)) | 1n)
    fc.assert(
      fc.property(transactions, part, part, fc.constantFrom(0, 1), (transaction, r, s, yParity) => {
        const word = (n: bigint): Hex => `0x${n.toString(16).padStart(64, '0')}`
        const signature = Buffer.concat([bytesOf(word(r)), bytesOf(word(s))])
        const sign = () => ({ signature, recovery: yParity })
        const { raw } = signTransaction(transaction, { address: '0x', sign })
        const theirs = { r: word(r), s: word(s), yParity }
        expect(raw).toBe(serializeTransaction(inViem(transaction), theirs))
      }),
    )
  })
})
