import { setTimeout as sleep } from 'node:timers/promises'
import { Command } from 'commander'
import { MevdError } from '../../kernel/errors.ts'
import { toJson } from '../../kernel/json.ts'
import { askDaemon } from '../../ops/admin.ts'
import { adminSocket } from '../daemon.ts'
import type { Status } from '../status.ts'
import { say } from './output.ts'
import { stateOf, stateOption } from './state.ts'
import { statusText } from './status-text.ts'

type StatusOptions = { readonly state?: string; readonly json?: boolean; readonly watch?: boolean }

/** A status as it comes over the socket: bigints are strings there. */
export type WireStatus = Status

/** `mevd status`: how a running daemon stands. */
export const statusCommand = (): Command =>
  new Command('status')
    .description('Shows how the running daemon stands: networks, funnel, latency, books.')
    .addOption(stateOption())
    .option('--json', 'as JSON')
    .option('--watch', 'again every second until Ctrl-C')
    .action(async (options: StatusOptions) => {
      const socket = adminSocket(stateOf(options))
      for (;;) {
        const status = await askDaemon<WireStatus>(socket, 'GET', '/status')
        if (options.watch && process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[H')
        say(options.json ? toJson(status, 2) : statusText(status))
        if (!options.watch) return
        await sleep(1000)
      }
    })

/** `mevd reload`: what SIGHUP does, with the result told. */
export const reloadCommand = (): Command =>
  new Command('reload')
    .description('Makes the running daemon read its files again; tells the result.')
    .addOption(stateOption())
    .action(async (options: StatusOptions) => {
      const told = await askDaemon<Status['last_reload']>(
        adminSocket(stateOf(options)),
        'POST',
        '/reload',
      )
      if (!told?.ok) throw new MevdError('CONFIG_INVALID', told?.message ?? 'no answer')
      say(`reloaded: ${told.message}`)
    })
