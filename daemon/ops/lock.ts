import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MevdError } from '../kernel/errors.ts'

/**
 * Takes a state directory for this process alone; the system gives it back when the process ends,
 * however it ends.
 *
 * Errs with `STATE_IN_USE` where another process holds it.
 *
 * @returns gives it back.
 */
export function lockState(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(join(directory, 'lock.db'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw new MevdError('STATE_IN_USE', `${directory} is held by another daemon`, { cause: error })
  }
  return () => lock.close()
}
