import { resolve } from 'node:path'
import { Option } from 'commander'
import { stateDirectory } from '../../config/env.ts'

/** `--state`: every command that has to do with a daemon names it by its state directory. */
export const stateOption = (): Option =>
  new Option(
    '--state <folder>',
    'state directory: books, admin socket, node data (default: $STATE_DIRECTORY, else ./state)',
  )

/** The state directory as an absolute path. */
export const stateOf = (options: { readonly state?: string }): string =>
  resolve(options.state ?? stateDirectory() ?? 'state')
