import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mevd } from './process.ts'

const folder = mkdtempSync(join(tmpdir(), 'mevd-cli-'))
const devnet = readFileSync('pipelines/devnet.yaml', 'utf8')

/** Checks the devnet's file after a change, from standard input. */
const check = (change: (text: string) => string) =>
  mevd(['check', '-', '--rules', 'rules'], change(devnet))

describe('mevd check', () => {
  test('accepts what the repository ships', async () => {
    expect(await mevd(['check'])).toMatchObject({ code: 0, out: '' })
  })

  test.each([
    ['a YAML error', (text: string) => text.replace('graph:', 'graph: ['), 'YAML_SYNTAX'],
    ['an unknown key', (text: string) => text.replace('stale_ms', 'stale_sm'), 'KEY_UNKNOWN'],
    [
      'a wrong type',
      (text: string) => text.replace('max_hops: 3', 'max_hops: three'),
      'TYPE_WRONG',
    ],
    [
      'an unknown stream',
      (text: string) => text.replace('from: cycles', 'from: cycels'),
      'STREAM_UNKNOWN',
    ],
  ])('names %s with its place and a hint, and exits with 78', async (_what, change, code) => {
    const { code: exit, out } = await check(change)
    expect(exit).toBe(78)
    expect(out).toMatch(new RegExp(`^[^:\\n]+:\\d+:\\d+: error\\[${code}\\] .+\\(.+\\)$`, 'm'))
  })

  test('exits with 66 where the file is missing and 64 where the option is unknown', async () => {
    expect((await mevd(['check', join(folder, 'nothing.yaml')])).code).toBe(66)
    expect((await mevd(['check', '--nonsense'])).code).toBe(64)
  })
})

describe('mevd', () => {
  test('helps a stranger, and exits with 64 without a command', async () => {
    const help = await mevd(['--help'])
    expect(help.code).toBe(0)
    for (const verb of ['run', 'check', 'status', 'reload', 'replay', 'devnet'])
      expect(help.out).toContain(verb)
    expect((await mevd([])).code).toBe(64)
    expect((await mevd(['nonsense'])).code).toBe(64)
  })

  test('exits with 69 where no daemon answers', async () => {
    const { code, err } = await mevd(['status', '--state', folder])
    expect(code).toBe(69)
    expect(err).toContain('DAEMON_UNREACHABLE')
  })

  test('will not run an invalid configuration, and says where it is wrong', async () => {
    const path = join(folder, 'bad.yaml')
    writeFileSync(path, devnet.replace('network: devnet', 'network: dvenet'))
    const { code, err } = await mevd(['run', path, '--state', join(folder, 'state')])
    expect(code).toBe(78)
    expect(err).toMatch(/bad\.yaml:\d+:\d+: error\[VALUE_NOT_ALLOWED\]/)
  })
})
