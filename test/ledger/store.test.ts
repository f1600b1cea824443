import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStore, readEntries } from '../../daemon/ledger/store.ts'
import type { Entry } from '../../daemon/ledger/types.ts'
import { entryAt, landed, placed } from './examples.ts'

const home = mkdtempSync(join(tmpdir(), 'mevd-'))
let directory = home
let made = 0
beforeEach(() => {
  directory = join(home, String(made++))
})
afterAll(() => rmSync(home, { recursive: true }))

const entries = (count: number, from = 0): readonly Entry[] =>
  Array.from({ length: count }, (_, i) => entryAt(from + i))

/** Writes the entries and closes. */
function write(all: readonly Entry[]): void {
  const store = openStore(directory)
  store.append(all, 1)
  store.close()
}

/** Does something to the file that the books know nothing of. */
function meddle(statement: string, file = 'risk.db'): void {
  const db = new DatabaseSync(join(directory, file))
  db.exec(statement)
  db.close()
}

const corrupt = expect.objectContaining({ code: 'LEDGER_CORRUPT' })
const reading =
  (from = directory) =>
  () =>
    readEntries(from)

describe('openStore', () => {
  test('keeps what was appended, in order, over several openings', () => {
    const lines: readonly Entry[] = [
      { network: 'devnet', ...placed(1) },
      { network: 'devnet', ...landed(1, [{ account: '0x', asset: 'native', units: -5n }]) },
    ]
    write(lines)
    write(entries(3))
    expect(readEntries(directory)).toEqual([...lines, ...entries(3)])
  })

  test('makes a directory that others cannot enter', () => {
    openStore(directory).close()
    expect(statSync(directory).mode & 0o777).toBe(0o700)
  })

  test('appends all or nothing', () => {
    write(entries(2))
    meddle(`CREATE TRIGGER full BEFORE INSERT ON entry WHEN NEW.body LIKE '%number 3%'
      BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
    const store = openStore(directory)
    expect(() => store.append(entries(3, 2), 1)).toThrow('disk full')
    store.append([entryAt(9)], 1)
    store.close()
    expect(readEntries(directory)).toEqual([...entries(2), entryAt(9)])
  })

  test('says what went wrong where the database has rolled back by itself', () => {
    write(entries(1))
    meddle(`CREATE TRIGGER full BEFORE INSERT ON entry
      BEGIN SELECT RAISE(ROLLBACK, 'disk full'); END`)
    const store = openStore(directory)
    expect(() => store.append(entries(1, 1), 1)).toThrow('disk full')
    store.close()
  })

  test('jots notes into a file of their own', () => {
    const store = openStore(directory)
    store.note([{ kind: 'skip', id: 'a', why: 'RULE', detail: 'x', body: { n: 5n } }], 7)
    store.close()
    const db = new DatabaseSync(join(directory, 'journal.db'))
    expect(db.prepare('SELECT at_ms, id, why FROM note').all()).toEqual([
      { at_ms: 7, id: 'a', why: 'RULE' },
    ])
    db.close()
    expect(readEntries(directory)).toEqual([])
  })
})

describe('readEntries', () => {
  test('is empty where nothing was written yet', () => {
    mkdirSync(directory)
    expect(readEntries(directory)).toEqual([])
  })

  test.each([
    [
      'a changed body',
      "UPDATE entry SET body = replace(body, 'number 2', 'number 7') WHERE seq = 3",
    ],
    ['a changed hash', "UPDATE entry SET hash = 'f' || substr(hash, 2) WHERE seq = 3"],
    ['a line that was taken out', 'DELETE FROM entry WHERE seq = 2'],
    ['a first line that was taken out', 'DELETE FROM entry WHERE seq = 1'],
    [
      'two lines that changed places',
      'UPDATE entry SET seq = CASE seq WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE seq IN (2, 3); UPDATE entry SET seq = -seq WHERE seq < 0',
    ],
    [
      'a line that was put in',
      "INSERT INTO entry (at_ms, kind, body, hash) VALUES (1, 'dropped', '{}', 'f')",
    ],
    ['a table that is gone', 'ALTER TABLE entry RENAME COLUMN body TO words'],
  ])('finds %s', (_, statement) => {
    write(entries(5))
    meddle(statement)
    expect(reading()).toThrow(corrupt)
  })

  test('names the line', () => {
    write(entries(5))
    meddle("UPDATE entry SET body = '{}' WHERE seq = 3")
    expect(reading()).toThrow('line 3')
  })

  test('says so where the file is none of ours', () => {
    mkdirSync(directory)
    writeFileSync(join(directory, 'risk.db'), 'no database '.repeat(100))
    expect(reading()).toThrow(corrupt)
  })
})

describe('a changed byte in risk.db', () => {
  let file: Buffer
  let wanted: readonly Entry[]
  beforeAll(() => {
    directory = join(home, 'bytes')
    write(entries(7))
    wanted = readEntries(directory)
    file = readFileSync(join(directory, 'risk.db'))
  })
  /** What is read out of the file with one byte changed; null where it is refused as it should be. */
  const withByte = (at: number, change: number): readonly Entry[] | null => {
    mkdirSync(directory)
    const bytes = Buffer.from(file)
    bytes[at] = (bytes[at] ?? 0) ^ change
    writeFileSync(join(directory, 'risk.db'), bytes)
    try {
      return readEntries(directory)
    } catch (error) {
      expect(error).toEqual(corrupt)
      return null
    } finally {
      rmSync(directory, { recursive: true })
    }
  }

  test('is found, or changes nothing that the books say', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        expect([null, wanted]).toContainEqual(withByte(at, change))
      }),
      { numRuns: 150 },
    )
  })

  test('is found in every line', () => {
    for (let i = 0; i < wanted.length; i++)
      expect(withByte(file.indexOf(`number ${i}`), 1)).toBeNull()
  })

  test('is found where it would hide the last line', () => {
    const cells = 4_096 + 4
    expect(file[cells]).toBe(wanted.length)
    expect(withByte(cells, 1)).toBeNull()
  })
})
