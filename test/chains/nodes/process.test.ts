import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { execPath, kill } from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type NodeProcess,
  type Supervised,
  superviseNode,
} from '../../../daemon/chains/nodes/process.ts'
import { deafLog, keptLog } from '../../fakes.ts'
import { folder } from '../../folders.ts'

const program = fileURLToPath(new URL('idle-node.ts', import.meta.url))
const waiting = { timeout: 10_000, interval: 10 }

const watched: Supervised[] = []
afterEach(async () => {
  for (const node of watched.splice(0)) await node.stop(0)
})

const nodeAt = (ipc: string, manner = '', prepare = (): void => undefined): NodeProcess => ({
  command: execPath,
  args: ['--no-warnings', program, ipc, manner],
  ipc,
  prepare,
})

async function supervise(node: NodeProcess, log = deafLog): Promise<Supervised> {
  const supervised = await superviseNode({ log }, node)
  watched.push(supervised)
  return supervised
}

const runs = (pid: number): boolean => {
  try {
    return kill(pid, 0)
  } catch {
    return false
  }
}

/** A node whose supervisor is gone. */
async function orphan(): Promise<{ readonly ipc: string; readonly pid: number }> {
  const ipc = join(folder(), 'node.ipc')
  const { pid = 0 } = spawn(execPath, [...nodeAt(ipc).args], { stdio: 'ignore' })
  writeFileSync(`${ipc}.pid`, String(pid))
  await vi.waitFor(() => expect(existsSync(`${ipc}.started`)).toBe(true), waiting)
  return { ipc, pid }
}

const newIpc = (): string => join(folder(), 'below', 'node.ipc')

describe('superviseNode', () => {
  test('starts the node, prepared before, and notes its pid beside the socket', async () => {
    const ipc = newIpc()
    const prepare = vi.fn(() => expect(existsSync(`${ipc}.started`)).toBe(false))
    const node = await supervise(nodeAt(ipc, '', prepare))
    expect(existsSync(`${ipc}.started`)).toBe(true)
    expect(prepare).toHaveBeenCalledOnce()
    expect(readFileSync(`${ipc}.pid`, 'utf8')).toBe(String(node.pid()))
  })

  test('adopts the one that answers instead of starting another', async () => {
    const { ipc, pid } = await orphan()
    const prepare = vi.fn()
    const { log, lines } = keptLog()
    const node = await supervise(nodeAt(ipc, '', prepare), log)
    expect(node.pid()).toBe(pid)
    expect(prepare).not.toHaveBeenCalled()
    expect(lines.map(({ message }) => message)).toEqual(['node adopted'])
  })

  test('starts it again after a kill -9, and says so', async () => {
    const { log, lines } = keptLog()
    const node = await supervise(nodeAt(newIpc()), log)
    const first = node.pid() ?? 0
    kill(first, 'SIGKILL')
    await vi.waitFor(() => {
      expect(node.pid()).not.toBeNull()
      expect(node.pid()).not.toBe(first)
    }, waiting)
    expect(lines.map(({ level }) => level)).toEqual(['warn'])
  })

  test('starts an adopted one again as well', async () => {
    const { ipc, pid } = await orphan()
    const { log, lines } = keptLog()
    const node = await supervise(nodeAt(ipc), log)
    kill(pid, 'SIGKILL')
    await vi.waitFor(() => expect([null, pid]).not.toContain(node.pid()), waiting)
    expect(lines.map(({ level }) => level)).toEqual(['info', 'warn'])
  })

  test('stops it in order and leaves it stopped', async () => {
    const ipc = newIpc()
    const node = await supervise(nodeAt(ipc))
    const pid = node.pid() ?? 0
    await node.stop(10_000)
    expect(existsSync(`${ipc}.asked`)).toBe(true)
    expect(node.pid()).toBeNull()
    await vi.waitFor(() => expect(runs(pid)).toBe(false), waiting)
    expect(existsSync(`${ipc}.pid`)).toBe(false)
  })

  test('kills one that does not stop when it is asked to', async () => {
    const ipc = newIpc()
    const node = await supervise(nodeAt(ipc, 'stubborn'))
    const pid = node.pid() ?? 0
    await node.stop(300)
    expect(existsSync(`${ipc}.asked`)).toBe(true)
    await vi.waitFor(() => expect(runs(pid)).toBe(false), waiting)
  })

  test('does not take a stranger with a remembered pid for its node', async () => {
    const ipc = newIpc()
    mkdirSync(dirname(ipc))
    writeFileSync(`${ipc}.pid`, String(process.pid))
    const node = await supervise(nodeAt(ipc))
    expect(node.pid()).not.toBe(process.pid)
    expect(node.pid()).not.toBeNull()
  })

  test('leaves alone a node of somebody else that answers at the socket', async () => {
    const ipc = join(folder(), 'node.ipc')
    const server = createServer().listen(ipc)
    await vi.waitFor(() => expect(server.listening).toBe(true))
    const prepare = vi.fn()
    const node = await supervise(nodeAt(ipc, '', prepare))
    expect(node.pid()).toBeNull()
    await node.stop(0)
    expect(server.listening).toBe(true)
    expect(prepare).not.toHaveBeenCalled()
    server.close()
  })

  test.each([
    ['ends at once', (ipc: string) => nodeAt(ipc, 'dead')],
    ['is not there', (ipc: string) => ({ ...nodeAt(ipc), command: '/nonexistent/node' })],
  ])('errs where the program %s', async (_, make) => {
    const failed = superviseNode({ log: deafLog }, make(newIpc()))
    await expect(failed).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
  })
})
