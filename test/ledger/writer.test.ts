import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openStore, readEntries } from '../../daemon/ledger/store.ts'
import { startWriter } from '../../daemon/ledger/writer.ts'
import { entryAt } from './examples.ts'

const home = mkdtempSync(join(tmpdir(), 'mevd-'))
let directory = home
let made = 0
beforeEach(() => {
  directory = join(home, String(made++))
})
afterAll(() => rmSync(home, { recursive: true }))

const corrupt = { code: 'LEDGER_CORRUPT' }
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

function inDatabase<T>(file: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(join(directory, file))
  try {
    return work(db)
  } finally {
    db.close()
  }
}

/** Makes the write of a line fail where so much is true of it. */
function breakBooks(when = 'true'): void {
  openStore(directory).close()
  inDatabase('risk.db', (db) =>
    db.exec(
      `CREATE TRIGGER full BEFORE INSERT ON entry WHEN ${when}
        BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    ),
  )
}

describe('startWriter', () => {
  test('has on disk what it said is on disk', async () => {
    const writer = startWriter(directory)
    await writer.append([entryAt(0), entryAt(1)])
    expect(readEntries(directory)).toEqual([entryAt(0), entryAt(1)])
    await writer.close()
  })

  test('resolves all that came at once, and keeps the order', async () => {
    const writer = startWriter(directory)
    await Promise.all(numbers(500).map((i) => writer.append([entryAt(i)])))
    await writer.close()
    expect(readEntries(directory)).toEqual(numbers(500).map(entryAt))
  })

  test('commits as one what came while it was busy: all of it, or nothing', async () => {
    breakBooks("NEW.body LIKE '%number 7%'")
    const writer = startWriter(directory)
    const appended = await Promise.allSettled(numbers(9).map((i) => writer.append([entryAt(i)])))
    await writer.close()
    expect(new Set(appended.map(({ status }) => status))).toEqual(new Set(['rejected']))
    expect(readEntries(directory)).toEqual([])
  })

  test('writes what is left before it ends', async () => {
    const writer = startWriter(directory)
    const appended = numbers(50).map((i) => writer.append([entryAt(i)]))
    writer.note([{ kind: 'skip', id: 'a', why: 'RULE', detail: '', body: null }])
    await writer.close()
    await Promise.all(appended)
    expect(readEntries(directory)).toHaveLength(50)
    expect(inDatabase('journal.db', (db) => db.prepare('SELECT id FROM note').all())).toEqual([
      { id: 'a' },
    ])
  })

  test('rejects what cannot be written, and everything after it', async () => {
    breakBooks()
    const writer = startWriter(directory)
    await expect(writer.append([entryAt(0)])).rejects.toMatchObject({
      ...corrupt,
      message: expect.stringContaining('disk full'),
    })
    inDatabase('risk.db', (db) => db.exec('DROP TRIGGER full'))
    await expect(writer.append([entryAt(1)])).rejects.toMatchObject(corrupt)
    await writer.close()
    expect(readEntries(directory)).toEqual([])
  })

  test('rejects, and can be closed, where the books cannot be opened', async () => {
    writeFileSync(directory, 'a file in the place of the directory')
    const writer = startWriter(directory)
    await expect(writer.append([entryAt(0)])).rejects.toMatchObject(corrupt)
    await writer.close()
    await expect(writer.append([entryAt(1)])).rejects.toMatchObject(corrupt)
  })

  test('rejects after it was closed', async () => {
    const writer = startWriter(directory)
    await writer.close()
    await expect(writer.append([entryAt(0)])).rejects.toMatchObject(corrupt)
  })
})

describe('kill -9', () => {
  /** Lets a process append until it has said so many numbers, kills it, and gives what it said. */
  async function appendUntil(count: number, from: number): Promise<readonly number[]> {
    const script = join(import.meta.dirname, 'appender.ts')
    const child = spawn(process.execPath, [script, directory, String(from)])
    const exit = once(child, 'exit')
    const said: number[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(Number(line))
      if (said.length === count) child.kill('SIGKILL')
    }
    await exit
    return said
  }

  test('leaves a prefix that verifies and holds all that was acknowledged, ten times over', async () => {
    openStore(directory).close()
    for (let round = 0; round < 10; round++) {
      const before = readEntries(directory).length
      const said = await appendUntil(1 + ((round * 37) % 60), before)
      const entries = readEntries(directory)
      expect(said.length).toBeGreaterThan(0)
      expect(entries.length).toBeGreaterThan(Math.max(...said))
      expect(entries).toEqual(numbers(entries.length).map(entryAt))
    }
  })
})
