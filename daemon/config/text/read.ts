import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { MevdError, messageOf } from '../../kernel/errors.ts'
import { problemAt } from '../problem.ts'
import type { Problem } from '../types.ts'
import type { Source } from './document.ts'
import { FIRST } from './place.ts'

/** Texts that were read, and what could not be. */
export type Reading = { readonly sources: readonly Source[]; readonly problems: readonly Problem[] }

/** The path that means standard input. */
const STDIN = '-'
const MOST_BYTES = 5_000_000

/**
 * Reads files, folders of files, and standard input for `-`; none twice.
 *
 * Errs with `FILE_MISSING` where a path that was asked for is not there.
 */
export function readAll(paths: readonly string[]): Reading {
  const seen = new Set<string>()
  const readings = paths.flatMap((path) =>
    filesAt(path)
      .filter((file) => !seen.has(resolve(file)) && seen.add(resolve(file)))
      .map(readOne),
  )
  const problems = readings.flatMap((reading) => reading.problems)
  const sources = readings.flatMap((reading) => reading.sources)
  if (sources.length > 0 || problems.length > 0) return { sources, problems }
  const file = paths[0] ?? '.'
  return { sources, problems: [problemAt(file, FIRST, 'FILES_NONE', 'no configuration file here')] }
}

/** Reads one file; what is wrong with it stands at its first line. */
export function readOne(path: string): Reading {
  const refuse = (...[code, message]: Refusal): Reading => ({
    sources: [],
    problems: [problemAt(nameOf(path), FIRST, code, message)],
  })
  try {
    const bytes = path === STDIN ? readFileSync(0) : bytesOf(path)
    if (!Buffer.isBuffer(bytes)) return refuse(...bytes)
    if (bytes.length > MOST_BYTES)
      return refuse('FILE_LARGE', `the file holds ${bytes.length} bytes`)
    const text = textOf(bytes)
    if (text === null) return refuse('FILE_ENCODING', 'the file is not UTF-8')
    return { sources: [{ file: nameOf(path), text }], problems: [] }
  } catch (error) {
    return refuse('FILE_UNREADABLE', messageOf(error))
  }
}

type Refusal = readonly ['FILE_KIND' | 'FILE_LARGE' | 'FILE_ENCODING' | 'FILE_UNREADABLE', string]

const nameOf = (path: string): string => (path === STDIN ? '<stdin>' : path)

/** True for what editors and deployments leave beside a file, and for the tests of rules. */
const isIgnored = (name: string): boolean =>
  name.startsWith('.') ||
  name.startsWith('#') ||
  name.endsWith('~') ||
  name === '4913' ||
  /\.test\.ya?ml$/.test(name) ||
  !/\.(?:ya?ml|json)$/.test(name)

/** The files that a path stands for; one that cannot be looked into stands for itself. */
function filesAt(path: string): readonly string[] {
  if (path === STDIN) return [path]
  try {
    if (!statSync(path).isDirectory()) return [path]
    const names = readdirSync(path).filter((name) => !isIgnored(name))
    return names.sort().map((name) => join(path, name))
  } catch (cause) {
    if (!isMissing(cause)) return [path]
    throw new MevdError('FILE_MISSING', `${path} is not there`, { facts: { path }, cause })
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

/** The bytes of a regular file; a pipe or device is refused before a read can hang on it. */
function bytesOf(path: string): Buffer | Refusal {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) return ['FILE_KIND', 'this is not a regular file']
    if (stats.size > MOST_BYTES) return ['FILE_LARGE', `the file holds ${stats.size} bytes`]
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** UTF-8 text without its byte order mark; null where it is something else. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
