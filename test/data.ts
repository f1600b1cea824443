import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import { describe, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const { MEVD_DATA = '../shared/data', MEVD_NO_SKIP } = env
const folder = resolve(root, MEVD_DATA)
const runs = existsSync(folder) || MEVD_NO_SKIP === '1'
const absent = 'skipped: no recorded data, set MEVD_DATA'

/** Path of a file or folder in the recorded chain data. */
export const data = (...parts: readonly string[]): string => resolve(folder, ...parts)

/** JSON whose integers above 2^53 are bigints, as the recorded data needs. */
export const parseJson = <T>(text: string): T =>
  JSON.parse(text, (_, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && isInteger(context?.source)
      ? BigInt(context?.source as string)
      : value,
  ) as T

const isInteger = (source: string | undefined): boolean => /^-?\d+$/.test(source ?? '')

/** A recorded JSON file. */
export const readJson = <T>(...parts: readonly string[]): T =>
  parseJson<T>(readFileSync(data(...parts), 'utf8'))

/** The records of a recorded file of JSON lines. */
export const readLines = <T>(...parts: readonly string[]): readonly T[] =>
  readFileSync(data(...parts), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseJson<T>(line))

/** A `describe` that is skipped, and says so, without the recorded data; it fails where none may be. */
export function describeWithData(name: string, body: () => void): void {
  if (runs) describe(name, body)
  else testWithData(name, () => undefined)
}

/** A `test` that is skipped, and says so, without the recorded data; it fails where none may be. */
export function testWithData(name: string, body: () => void | Promise<void>): void {
  test.skipIf(!runs)(runs ? name : `${name} (${absent})`, body)
}
