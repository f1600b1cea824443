import { Command, CommanderError } from 'commander'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import { checkCommand } from './check.ts'
import { devnetCommand } from './devnet.ts'
import { complain } from './output.ts'
import { recordCommand } from './record.ts'
import { replayCommand } from './replay.ts'
import { runCommand } from './run.ts'
import { searchCommand } from './search.ts'
import { reloadCommand, statusCommand } from './status.ts'

const EXIT_CODES = `
Exit codes:
  0   done                                  70  a bug in mevd
  1   books or chain do not verify          75  try again: node down, state in use
  3   warnings, under --strict              78  the configuration is invalid
  64  usage       66  a file is missing     69  the daemon is not reachable

A first look, without a node or a key of your own:
  scripts/demo             mevd earning on a local chain
  mevd check pipelines     is every file right?
  mevd run --help          how to run it`

/**
 * Runs the command line; sets the exit code of the process, and lets it end by itself: a channel to a
 * parent would hold it.
 */
export async function program(args: readonly string[]): Promise<void> {
  const mevd = new Command('mevd')
    .description('Runs an MEV operation that is declared in YAML pipelines and JSON rules.')
    .version('0.1.0')
    .showHelpAfterError('(run with --help for the options)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
  for (const command of [
    runCommand(),
    checkCommand(),
    statusCommand(),
    reloadCommand(),
    recordCommand(),
    replayCommand(),
    searchCommand(),
    devnetCommand(),
  ])
    mevd.addCommand(command.exitOverride())
  try {
    if (args.length === 0) mevd.help({ error: true })
    await mevd.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.exitCode = failed(error)
  } finally {
    if (process.connected) process.disconnect?.()
  }
}

const USAGE = 64
const BUG = 70

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
  if (error instanceof MevdError) {
    complain(`mevd: ${error.code}: ${error.message}\n  ${error.hint}`)
    return error.exit
  }
  complain(`mevd: BUG: ${error instanceof Error ? error.stack : messageOf(error)}`)
  return BUG
}
