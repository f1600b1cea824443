import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { anvilArguments } from '../../daemon/app/devnet/anvil.ts'
import { bytecode, packagedFile } from '../../daemon/app/devnet/artifacts.ts'
import { testKeys, writeKeys } from '../../daemon/app/devnet/keys.ts'
import { plan, purposeOf } from '../../daemon/app/devnet/plan.ts'

const seeds = [1, 7, 2026]
const indexes = Array.from({ length: 40 }, (_, i) => i)
const directory = mkdtempSync(join(tmpdir(), 'mevd-'))
afterAll(() => rmSync(directory, { recursive: true }))

describe('plan', () => {
  test.each(seeds)('is the same whenever it is asked for, seed %i', (seed) => {
    const once = indexes.map((index) => plan(seed, index))
    expect(indexes.map((index) => plan(seed, index))).toEqual(once)
  })

  test('differs by seed and goes on differing', () => {
    const of = (seed: number, from: number) => indexes.map((index) => plan(seed, from + index))
    expect(of(1, 0)).not.toEqual(of(2, 0))
    expect(of(1, 0)).not.toEqual(of(1, 40))
  })

  test.each(seeds)('has its share of every purpose, seed %i', (seed) => {
    const count = (wanted: string) => indexes.filter((i) => purposeOf(seed, i) === wanted).length
    expect(['empty', 'gap', 'small', 'round-trip'].map(count)).toEqual([10, 16, 8, 6])
  })

  test.each(seeds)('does nothing in empty blocks and something in others, seed %i', (seed) => {
    for (const index of indexes) {
      expect(plan(seed, index).length > 0).toBe(purposeOf(seed, index) !== 'empty')
    }
  })

  test.each(seeds)('burns what it minted, later in the epoch, seed %i', (seed) => {
    const shifts = indexes.flatMap((i) => plan(seed, i)).filter(({ kind }) => kind !== 'swap')
    const [mint, burn] = shifts
    expect(shifts.map(({ kind }) => kind)).toEqual(['mint', 'burn'])
    expect({ ...mint, kind: 'burn' }).toEqual(burn)
  })
})

describe('anvilArguments', () => {
  const base = { ipc: '/tmp/a', chainId: 31_337 }

  test('mines by time or on demand', () => {
    expect(anvilArguments({ ...base, blockMs: 250 }).join(' ')).toContain('--block-time 0.25')
    expect(anvilArguments({ ...base, blockMs: null })).toContain('--no-mining')
  })

  test('refuses a socket path that the system cannot hold', () => {
    const ipc = `/tmp/${'x'.repeat(103)}`
    const refused = expect.objectContaining({ code: 'USAGE' })
    expect(() => anvilArguments({ ...base, ipc, blockMs: null })).toThrow(refused)
    expect(anvilArguments({ ...base, ipc: ipc.slice(1), blockMs: null })).toContain(ipc.slice(1))
  })
})

describe('artifacts', () => {
  test('are found with and without 0x in the file', () => {
    for (const name of ['UniswapV2Factory', 'UniswapV3Factory', 'Executor'] as const) {
      expect(bytecode(name)).toMatch(/^0x60[0-9a-f]+$/)
    }
  })

  test('of a package that is not there are a missing tool', () => {
    const missing = expect.objectContaining({ code: 'TOOL_MISSING' })
    expect(() => packagedFile('no-such-package/artifact.json')).toThrow(missing)
  })
})

describe('writeKeys', () => {
  test('keeps the key from all others', () => {
    const path = join(directory, 'keys')
    writeKeys(path)
    const file = join(path, 'searcher')
    expect(readFileSync(file, 'utf8')).toBe(`${testKeys[1].key}\n`)
    expect([path, file].map((at) => statSync(at).mode & 0o777)).toEqual([0o700, 0o600])
  })
})
