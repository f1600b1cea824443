import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MevdError } from '../../daemon/kernel/errors.ts'
import { askDaemon, type Routes, serveAdmin } from '../../daemon/ops/admin.ts'

const directory = mkdtempSync(join(tmpdir(), 'mevd-'))
const path = join(directory, 'mevd.sock')
afterAll(() => rmSync(directory, { recursive: true }))

const routes: Routes = {
  'GET /status': async () => ({ wei: 10n ** 20n, nested: { units: [-1n] } }),
  'GET /metrics': async () => 'mevd_x_total 1\n',
  'POST /reload': async () => {
    throw new MevdError('CONFIG_INVALID', 'line 3')
  },
  'POST /drain': async () => {
    throw new TypeError('oops')
  },
}

describe('serveAdmin', () => {
  let close: () => Promise<void>
  beforeEach(async () => {
    close = await serveAdmin(path, routes)
  })
  afterEach(() => close())

  test('opens a socket that its owner alone can use', () => {
    expect(statSync(path).isSocket()).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('gives JSON with bigints as texts', async () => {
    const wanted = { wei: '100000000000000000000', nested: { units: ['-1'] } }
    expect(await askDaemon(path, 'GET', '/status')).toEqual(wanted)
  })

  test('gives a text as it is', async () => {
    expect(await askDaemon(path, 'GET', '/metrics')).toBe('mevd_x_total 1\n')
  })

  test.each([
    ['GET', '/nothing'],
    ['POST', '/status'],
    ['GET', '/status?x=1'],
    ['GET', '/__proto__'],
  ] as const)('knows no %s %s', async (method, url) => {
    await expect(askDaemon(path, method, url)).rejects.toMatchObject({ code: 'USAGE' })
  })

  test('hands on the code of what went wrong', async () => {
    const refused = { code: 'CONFIG_INVALID', message: 'line 3', exit: 78 }
    await expect(askDaemon(path, 'POST', '/reload')).rejects.toMatchObject(refused)
    const bug = { code: 'BUG', message: 'oops' }
    await expect(askDaemon(path, 'POST', '/drain')).rejects.toMatchObject(bug)
  })

  test('answers many at once', async () => {
    const asked = Array.from({ length: 50 }, () => askDaemon(path, 'GET', '/metrics'))
    expect(new Set(await Promise.all(asked)).size).toBe(1)
  })

  test('takes the socket away when it closes', async () => {
    await close()
    expect(existsSync(path)).toBe(false)
    close = async () => undefined
  })
})

test('serveAdmin takes the place of a socket that a dead daemon left', async () => {
  writeFileSync(path, '')
  chmodSync(path, 0o644)
  const close = await serveAdmin(path, routes)
  expect(await askDaemon(path, 'GET', '/metrics')).toContain('mevd')
  await close()
})

describe('askDaemon', () => {
  const unreachable = { code: 'DAEMON_UNREACHABLE', exit: 69 }
  let server: Server
  afterEach(() => server?.close())

  /** A daemon that says so much and then dies. */
  async function dying(said: string): Promise<void> {
    server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.write(said, () => socket.destroy()))
    })
    server.listen(path)
    await once(server, 'listening')
  }

  test('says so where nobody listens', async () => {
    await expect(askDaemon(path, 'GET', '/status')).rejects.toMatchObject(unreachable)
  })

  test('says so where the daemon dies before it answers', async () => {
    await dying('')
    await expect(askDaemon(path, 'GET', '/status')).rejects.toMatchObject(unreachable)
  })

  test('says so where the daemon dies in the middle of its answer', async () => {
    await dying(
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"a"',
    )
    await expect(askDaemon(path, 'GET', '/status')).rejects.toMatchObject(unreachable)
  })
})
