import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { lockState } from '../../daemon/ops/lock.ts'

const home = mkdtempSync(join(tmpdir(), 'mevd-'))
const directory = join(home, 'state')
afterAll(() => rmSync(home, { recursive: true }))

const inUse = expect.objectContaining({ code: 'STATE_IN_USE', exit: 75 })

describe('lockState', () => {
  let holder: ChildProcess | undefined
  afterEach(() => holder?.kill('SIGKILL'))

  /** Another process, once it holds the directory. */
  async function hold(): Promise<ChildProcess> {
    const script = join(import.meta.dirname, 'holder.ts')
    const child = spawn(process.execPath, [script, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    holder = child
    await once(child.stdout ?? child, 'data')
    return child
  }

  test('makes the directory for this user alone', () => {
    lockState(directory)()
    expect(statSync(directory).mode & 0o777).toBe(0o700)
  })

  test('refuses what another process holds, and takes it after a kill -9', async () => {
    const child = await hold()
    expect(() => lockState(directory)).toThrow(inUse)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    lockState(directory)()
  })

  test('refuses what this process holds, until it is given back', () => {
    const unlock = lockState(directory)
    expect(() => lockState(directory)).toThrow(inUse)
    unlock()
    lockState(directory)()
  })
})
