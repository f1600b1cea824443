import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import type { Context } from '../../kernel/ports.ts'

/** A node that mevd runs as a process of its own. */
export type NodeProcess = {
  readonly command: string
  readonly args: readonly string[]
  /** Socket that it serves; whoever answers there is taken to be the node. */
  readonly ipc: string
  /** Done before each start, as repairing files that a kill left half written. */
  readonly prepare: () => void
}

/** A node under supervision. */
export type Supervised = {
  readonly pid: () => number | null
  /** Ends the node in order; it is killed after `patienceMs`. */
  readonly stop: (patienceMs: number) => Promise<void>
}

const LOOK_MS = 200
const START_TIMEOUT_MS = 20_000

/**
 * Keeps a node running: starts it, or adopts the one that answers, and starts it again when it ends.
 *
 * The node outlives a crash of this process: it has a session of its own, and its output goes to a
 * file. The pid stands in a file beside the socket.
 */
export async function superviseNode(
  ctx: Pick<Context, 'log'>,
  node: NodeProcess,
): Promise<Supervised> {
  mkdirSync(dirname(node.ipc), { recursive: true, mode: 0o700 })
  let stopping = false
  let ran = await answers(node.ipc)

  const ensure = async (): Promise<void> => {
    if (runningPid(node) !== null || (await answers(node.ipc))) return
    if (ran) ctx.log.warn('node ended: starting it again', { ipc: node.ipc })
    start(node)
    await untilAnswers(node, () => stopping)
    ran = true
  }
  if (ran) ctx.log.info('node adopted', { pid: runningPid(node) })
  await ensure()
  const watch = (async () => {
    while (!stopping) {
      await sleep(LOOK_MS)
      if (!stopping)
        await ensure().catch((error: unknown) =>
          ctx.log.error('node cannot be started', { why: messageOf(error) }),
        )
    }
  })()
  return {
    pid: () => runningPid(node),
    async stop(patienceMs) {
      stopping = true
      await watch
      await end(node, patienceMs)
    },
  }
}

const pidFile = (node: NodeProcess): string => `${node.ipc}.pid`

/** The node's pid, if that process runs and is this node: pids are used again. */
function runningPid(node: NodeProcess): number | null {
  try {
    const pid = Number(readFileSync(pidFile(node), 'utf8'))
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return line.includes(node.ipc) ? pid : null
  } catch {
    return null
  }
}

function start(node: NodeProcess): void {
  node.prepare()
  rmSync(node.ipc, { force: true })
  const output = openSync(`${node.ipc}.log`, 'a', 0o600)
  const child = spawn(node.command, [...node.args], {
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  child.on('error', () => undefined)
  child.unref()
  if (child.pid !== undefined) writeFileSync(pidFile(node), String(child.pid))
}

async function untilAnswers(node: NodeProcess, isOver: () => boolean): Promise<void> {
  const end = performance.now() + START_TIMEOUT_MS
  while (!isOver() && !(await answers(node.ipc))) {
    if (runningPid(node) === null || performance.now() > end)
      throw new MevdError('NODE_UNREACHABLE', `the node did not start: see ${node.ipc}.log`)
    await sleep(20)
  }
}

function answers(ipc: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(ipc)
    const done = (yes: boolean) => () => {
      socket.destroy()
      resolve(yes)
    }
    socket.on('connect', done(true))
    socket.on('error', done(false))
  })
}

async function end(node: NodeProcess, patienceMs: number): Promise<void> {
  const pid = runningPid(node)
  if (pid === null) return
  process.kill(pid, 'SIGINT')
  const late = performance.now() + patienceMs
  while (runningPid(node) === pid) {
    if (performance.now() > late) process.kill(pid, 'SIGKILL')
    await sleep(20)
  }
  rmSync(pidFile(node), { force: true })
}
