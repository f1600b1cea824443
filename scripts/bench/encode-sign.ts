import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { privateKeyToAccount } from 'viem/accounts'
import { testKeys, writeKeys } from '../../daemon/app/devnet/keys.ts'
import { loadSigner } from '../../daemon/execution/chain/signer.ts'
import { signTransaction } from '../../daemon/execution/chain/transaction.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import type { Bench } from './harness.ts'

const CHAIN = 31_337
const to: Hex = '0x2279b7a0a67db372996a5fab50d91eaa73d2ebe6'
/** As long as the plan of a cycle of three pools: 4 + 20 words. */
const data: Hex = `0x618f5997${'5a'.repeat(20 * 32)}`

/** A plan's transaction of type 2, encoded and signed. */
export function encodeSignBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'mevd-bench-'))
  writeKeys(folder)
  const signer = loadSigner(folder, 'searcher', CHAIN)
  rmSync(folder, { recursive: true })
  const account = privateKeyToAccount(testKeys[1].key)
  let nonce = 0
  return {
    name: 'encode-sign',
    work: () =>
      signTransaction(
        {
          chainId: CHAIN,
          nonce: nonce++,
          to,
          data,
          gasLimit: 300_000n,
          maxFee: 30_000_000_000n,
          priorityFee: 2_000_000_000n,
        },
        signer,
      ),
    peer: {
      name: 'viem signTransaction',
      work: () =>
        account.signTransaction({
          chainId: CHAIN,
          type: 'eip1559',
          nonce: nonce++,
          to,
          data,
          gas: 300_000n,
          maxFeePerGas: 30_000_000_000n,
          maxPriorityFeePerGas: 2_000_000_000n,
        }),
    },
  }
}
