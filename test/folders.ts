import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []

afterAll(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

/** A new directory, removed after the tests of the file. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'mevd-'))
  made.push(path)
  return path
}
