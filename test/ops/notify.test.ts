import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process, { env } from 'node:process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { notifyReady } from '../../daemon/ops/notify.ts'

const { PATH = '', NOTIFY_SOCKET = '' } = env

describe('notifyReady', () => {
  let directory: string
  let warnings: { message: string; facts: unknown }[]
  const log = {
    debug() {},
    info() {},
    error() {},
    warn: (message: string, facts?: unknown) => void warnings.push({ message, facts }),
  }
  beforeEach(() => {
    warnings = []
    directory = mkdtempSync(join(tmpdir(), 'mevd-'))
    Object.assign(env, { PATH: directory, NOTIFY_SOCKET: join(directory, 'notify.sock') })
  })
  afterEach(() => {
    rmSync(directory, { recursive: true })
    Object.assign(env, { PATH })
    Object.assign(env, { NOTIFY_SOCKET })
  })

  /** Puts a program in the place of systemd's own. */
  const install = (body: string) =>
    writeFileSync(join(directory, 'systemd-notify'), `#!/bin/sh\n${body}\n`, { mode: 0o755 })

  test('warns and goes on where the program is absent', async () => {
    await notifyReady(log, '1 pipelines')
    expect(warnings).toMatchObject([
      { message: 'systemd could not be told', facts: { why: expect.stringContaining('ENOENT') } },
    ])
  })

  test('warns and goes on where the program fails', async () => {
    install('echo no such socket >&2; exit 1')
    await notifyReady(log, '1 pipelines')
    expect(warnings).toMatchObject([{ facts: { why: 'no such socket' } }])
  })

  test('tells systemd that this process is ready, in words', async () => {
    const said = join(directory, 'said')
    install(`echo "$@" > ${said}`)
    await notifyReady(log, '2 pipelines, generation 1')
    expect(readFileSync(said, 'utf8')).toBe(
      `--ready --pid=${process.pid} --status=2 pipelines, generation 1\n`,
    )
    expect(warnings).toEqual([])
  })

  test('does nothing without systemd', async () => {
    const said = join(directory, 'said')
    install(`echo "$@" > ${said}`)
    Object.assign(env, { NOTIFY_SOCKET: '' })
    await notifyReady(log, '1 pipelines')
    expect([existsSync(said), warnings]).toEqual([false, []])
  })
})
