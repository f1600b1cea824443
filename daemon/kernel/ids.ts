import { createHash, randomBytes } from 'node:crypto'

/** A short id that tells one run of a process from another. */
export const runId = (): string => randomBytes(6).toString('hex')

/** SHA-256 of a text, as hex. */
export const sha256 = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex')
