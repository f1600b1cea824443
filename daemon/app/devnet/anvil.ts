import { type ChildProcess, spawn } from 'node:child_process'
import { arch, platform } from 'node:os'
import { MevdError } from '../../kernel/errors.ts'
import { millis } from '../../kernel/units.ts'
import { packagedFile } from './artifacts.ts'
import { keepState, mendState } from './state-file.ts'

/** How an Anvil is to run. */
export type AnvilOptions = {
  /** Socket to serve. Anvil replaces one that a dead process left behind. */
  readonly ipc: string
  /** File that the chain is read from at start and written to as it runs; absent: memory only. */
  readonly state?: string
  /** Time between two writes of the state, in whole seconds; 1 if not said. */
  readonly stateSeconds?: number
  /** How many blocks keep their transactions, receipts and logs; all if not said. */
  readonly keepBlocks?: number
  /** Time between blocks; null mines on `evm_mine` alone. */
  readonly blockMs: number | null
  readonly chainId: number
  /** TCP port on the loopback; 0 takes a free one. */
  readonly port?: number
}

/** A running Anvil. */
export type Anvil = {
  readonly pid: number
  /** HTTP and websocket address on the loopback. */
  readonly url: string
  readonly ipc: string
  readonly kill: (signal: NodeJS.Signals) => void
  /** Ends it so that it writes its state; SIGKILL where that takes longer than five seconds. */
  readonly stop: () => Promise<void>
  /** Settles when the process has ended, whatever ended it. */
  readonly exited: Promise<void>
}

/** `sun_path` of a unix socket holds 108 bytes, of which the last is a zero. */
const LONGEST_SOCKET_PATH = 107

/** Blocks whose state can be asked for, as at a pruned node. Anvil would keep all others on disk in
 * the user's home, at most of a megabyte a block, and leave them there when it ends. */
const STATES = 128

/** Time that a start may take before it counts as failed. */
const START_TIMEOUT = millis(20_000)

/** Time to write the state at the end before the process is killed. */
const STOP_TIMEOUT = millis(5_000)

/** Path of the Anvil binary among the development dependencies; `TOOL_MISSING` where it is not. */
export function anvilBinary(): string {
  const cpu = arch() === 'x64' ? 'amd64' : arch()
  return packagedFile(`@foundry-rs/anvil-${platform()}-${cpu}/bin/anvil`)
}

/** Whether the development dependencies hold an Anvil for this machine. */
export function anvilInstalled(): boolean {
  try {
    return anvilBinary() !== ''
  } catch {
    return false
  }
}

/** Command line of an Anvil; `USAGE` where the socket path is too long for the system. */
export function anvilArguments(options: AnvilOptions): readonly string[] {
  const { ipc, state, stateSeconds = 1, keepBlocks, blockMs, chainId, port = 0 } = options
  const length = Buffer.byteLength(ipc)
  if (length > LONGEST_SOCKET_PATH) {
    const sentence = `the socket path ${ipc} has ${length} bytes; the system allows ${LONGEST_SOCKET_PATH}`
    throw new MevdError('USAGE', sentence, { facts: { ipc } })
  }
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--ipc', ipc],
    ...['--chain-id', String(chainId), '--order', 'fees'],
    ...['--gas-limit', '30000000', '--accounts', '20'],
    ...['--prune-history', String(STATES)],
    ...(blockMs === null ? ['--no-mining'] : ['--block-time', String(blockMs / 1000)]),
    ...(keepBlocks === undefined ? [] : ['--transaction-block-keeper', String(keepBlocks)]),
    ...(state === undefined ? [] : ['--state', state, '--state-interval', String(stateSeconds)]),
  ]
}

/**
 * Starts an Anvil and waits until it serves; errs with `TOOL_MISSING` or `NODE_UNREACHABLE`.
 *
 * While it runs, a whole copy of its state is kept for `mendState` beside the file.
 */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const { state } = options
  if (state !== undefined) mendState(state)
  const child = spawn(anvilBinary(), anvilArguments(options), { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
  })
  const reap = () => child.kill('SIGKILL')
  process.once('exit', reap)
  void exited.then(() => process.off('exit', reap))
  if (state !== undefined) void exited.then(keepState(state))
  const port = await listening(child)
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    ipc: options.ipc,
    kill: (signal) => {
      child.kill(signal)
    },
    stop: () => stop(child, exited),
    exited,
  }
}

/** The port that Anvil says it listens on. Its output is read on and thrown away after that. */
async function listening(child: ChildProcess): Promise<number> {
  let said = ''
  const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT)
  const port = await new Promise<number | null>((resolve) => {
    const hear = (text: string) => {
      said += text
      const found = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)
      if (found !== null) resolve(Number(found[1]))
    }
    child.stdout?.setEncoding('utf8').on('data', hear)
    child.stderr?.setEncoding('utf8').on('data', hear)
    child.once('error', () => resolve(null))
    child.once('close', () => resolve(null))
  })
  clearTimeout(timer)
  for (const stream of [child.stdout, child.stderr]) stream?.removeAllListeners('data').resume()
  if (port !== null) return port
  throw new MevdError('NODE_UNREACHABLE', `anvil did not start: ${said.trim().slice(-500)}`)
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT)
  await exited
  clearTimeout(timer)
}
