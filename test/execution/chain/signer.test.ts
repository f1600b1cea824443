import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testKeys, writeKeys } from '../../../daemon/app/devnet/keys.ts'
import { loadSigner } from '../../../daemon/execution/chain/signer.ts'
import { MevdError } from '../../../daemon/kernel/errors.ts'

const directory = mkdtempSync(join(tmpdir(), 'mevd-'))
const file = join(directory, 'searcher')
afterAll(() => rmSync(directory, { recursive: true }))
beforeEach(() => rmSync(file, { recursive: true, force: true }))

const key = 'c0ffee254729296a45a3885639ac7e10f9d54979c0ffee254729296a45a38856'
const address = privateKeyToAddress(`0x${key}`).toLowerCase()
const ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'

const write = (text: string, mode = 0o600) => {
  writeFileSync(file, text)
  chmodSync(file, mode)
}

/** What the load was refused with. */
function refusal(chainId = 1, from: string | null = directory): MevdError {
  try {
    loadSigner(from, 'searcher', chainId)
  } catch (error) {
    if (error instanceof MevdError) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('loadSigner', () => {
  test.each([
    ['bare', key],
    ['with 0x and a line end', `0x${key}\n`],
    ['in capitals and with spaces around', `  ${key.toUpperCase()} \r\n`],
  ])('reads a key, %s', (_, text) => {
    write(text)
    expect(loadSigner(directory, 'searcher', 1).address).toBe(address)
  })

  test('takes a public test key on the development chain', () => {
    writeKeys(directory)
    expect(loadSigner(directory, 'searcher', 31_337).address).toBe(testKeys[1].address)
  })
})

describe('loadSigner refuses', () => {
  test('where there is no directory', () => {
    expect(refusal(1, null).code).toBe('CREDENTIAL_MISSING')
  })

  test('where there is no file, or a folder in its place', () => {
    expect(refusal().code).toBe('CREDENTIAL_MISSING')
    mkdirSync(file, { mode: 0o700 })
    expect(refusal().code).toBe('CREDENTIAL_MISSING')
  })

  test.each([0o640, 0o604, 0o620, 0o610, 0o601])('a file of mode %o', (mode) => {
    write(key, mode)
    expect(refusal()).toMatchObject({ code: 'CREDENTIAL_REFUSED' })
  })

  test.each([
    ['nothing', ''],
    ['a digit too few', key.slice(1)],
    ['a digit too many', `${key}0`],
    ['another line', `${key}\n${key}`],
    ['words behind it', `${key} # searcher`],
    ['letters that are no digits', `zz${key.slice(2)}`],
    ['two 0x', `0x0x${key}`],
    ['zero', '0'.repeat(64)],
    ['the order of the curve', ORDER],
  ])('a file that holds %s', (_, text) => {
    write(text)
    expect(refusal()).toMatchObject({ code: 'CREDENTIAL_REFUSED' })
  })

  test.each(testKeys.map((each) => [each.address, each.key]))('%s on a real chain', (_, text) => {
    write(text)
    expect(refusal(1)).toMatchObject({ code: 'CREDENTIAL_REFUSED', facts: { chain_id: 1 } })
    expect(refusal(8_453).code).toBe('CREDENTIAL_REFUSED')
  })
})

describe('a key', () => {
  const whole = (value: unknown) => `${JSON.stringify(value)} ${inspect(value, { depth: 9 })}`

  test('is nowhere in a signer', () => {
    write(key)
    const signer = loadSigner(directory, 'searcher', 1)
    expect(whole(signer)).not.toContain(key.slice(0, 8))
    expect(JSON.parse(JSON.stringify(signer))).toEqual({ address })
  })

  test.each([
    ['that others can read', key, 0o644],
    ['that is too long', `${key}ab`, 0o600],
    ['that is too short', key.slice(2), 0o600],
    ['that is none on the curve', ORDER, 0o600],
    ['that everybody knows', testKeys[0].key.slice(2), 0o600],
  ])('%s is nowhere in the error', (_, text, mode) => {
    write(text, mode)
    const error = refusal()
    const said = `${error.message} ${error.hint} ${error.stack} ${whole(error)} ${whole(error.facts)}`
    expect(said.toLowerCase()).not.toContain(text.slice(40, 52))
  })
})
