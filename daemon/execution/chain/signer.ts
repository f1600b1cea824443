import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import { bytesOf, hexOf } from '../../kernel/hex.ts'
import { keccakBytes } from '../../kernel/keccak.ts'
import type { Hex } from '../../kernel/units.ts'

/** An account whose key we hold. The key itself cannot be reached from here. */
export type Signer = {
  /** Lower-case address. */
  readonly address: Hex
  /** Signs a 32-byte hash; `recovery` is the y parity. */
  readonly sign: (hash: Uint8Array) => { readonly signature: Uint8Array; readonly recovery: number }
}

type Secp256k1 = typeof import('secp256k1')

/** The curve, and whether it is libsecp256k1 or the ten times slower JavaScript of the same package. */
const curve = loadCurve()

/** Which implementation signs: `native`, or `javascript` where no binary exists for this machine. */
export const signingBackend: 'native' | 'javascript' = curve.backend

/** The one chain on which the keys that everybody knows may be used. */
const DEVELOPMENT_CHAIN = 31337

/** What a key file holds, and nothing beside it. */
const KEY = /^(?:0x)?([0-9a-f]{64})$/i

/** Accounts of the mnemonic that every development node ships: whoever uses them is robbed at once. */
const publicTestAccounts: ReadonlySet<string> = new Set([
  '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
  '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
  '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
  '0x90f79bf6eb2c4f870365e785982e1f101e93b906',
  '0x15d34aaf54267db7d7c367839aaf71a00a2c6a65',
  '0x9965507d1a55bcc2695c58ba16fb37d819b0a4dc',
  '0x976ea74026e726554db657fa54763abd0c3a0aa9',
  '0x14dc79964da2c08b23698b3d3cc7ca32193d9955',
  '0x23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f',
  '0xa0ee7a142d267c1f36714e4a8f75612f20a79720',
])

/**
 * Loads a key file from the credentials directory: 32 bytes of hex, with or without `0x`.
 *
 * Errs with `CREDENTIAL_MISSING`, or with `CREDENTIAL_REFUSED` where others can read the file, where
 * it is no key, or where it is a public test key and the chain is a real one.
 */
export function loadSigner(directory: string | null, name: string, chainId: number): Signer {
  if (directory === null)
    throw new MevdError('CREDENTIAL_MISSING', `no credentials directory for the key ${name}`)
  const path = join(directory, name)
  const signer = signerOf(readKey(path), path)
  if (chainId !== DEVELOPMENT_CHAIN && publicTestAccounts.has(signer.address))
    throw new MevdError('CREDENTIAL_REFUSED', `${path} is a public test key`, {
      facts: { chain_id: chainId },
    })
  return signer
}

function readKey(path: string): Uint8Array {
  try {
    if ((statSync(path).mode & 0o077) !== 0)
      throw new MevdError('CREDENTIAL_REFUSED', `${path} can be read by other users: chmod 600`)
    const [, digits = ''] = KEY.exec(readFileSync(path, 'utf8').trim()) ?? []
    return bytesOf(`0x${digits}`)
  } catch (error) {
    if (error instanceof MevdError) throw error
    throw new MevdError('CREDENTIAL_MISSING', `cannot read ${path}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function signerOf(key: Uint8Array, path: string): Signer {
  if (key.length !== 32 || !curve.secp256k1.privateKeyVerify(key))
    throw new MevdError('CREDENTIAL_REFUSED', `${path} does not hold a secp256k1 key`)
  const publicKey = curve.secp256k1.publicKeyCreate(key, false)
  return {
    address: hexOf(keccakBytes(publicKey.slice(1)).slice(12)),
    sign(hash) {
      const { signature, recid } = curve.secp256k1.ecdsaSign(hash, key)
      return { signature, recovery: recid }
    },
  }
}

/** The package's own entry falls back without a word; here the choice can be seen. */
function loadCurve(): { secp256k1: Secp256k1; backend: 'native' | 'javascript' } {
  const require = createRequire(import.meta.url)
  try {
    return { secp256k1: require('secp256k1/bindings.js') as Secp256k1, backend: 'native' }
  } catch {
    return { secp256k1: require('secp256k1/elliptic.js') as Secp256k1, backend: 'javascript' }
  }
}
