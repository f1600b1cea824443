import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MevdError, messageOf } from '../kernel/errors.ts'
import { sha256 } from '../kernel/ids.ts'
import { decode, encode } from './codec.ts'
import type { Entry, Note } from './types.ts'

/** The two files of the books. `risk.db` is on disk before an append returns; `journal.db` soon. */
export type Store = {
  /** Appends in one transaction, all or nothing; each line's hash covers the one before it. */
  readonly append: (entries: readonly Entry[], atMs: number) => void
  readonly note: (notes: readonly Note[], atMs: number) => void
  readonly close: () => void
}

const RISK = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS entry (
    seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;`
const JOURNAL = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS note (
    seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    why TEXT NOT NULL, detail TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS note_id ON note (id);`

/** Hash before the first line. */
const GENESIS = '0'.repeat(64)

/** Opens the books of a state directory for writing, making them where they are new. */
export function openStore(directory: string): Store {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const risk = new DatabaseSync(join(directory, 'risk.db'))
  const journal = new DatabaseSync(join(directory, 'journal.db'))
  risk.exec(RISK)
  journal.exec(JOURNAL)
  const last = risk.prepare('SELECT hash FROM entry ORDER BY seq DESC LIMIT 1').get()
  let head = String(last?.['hash'] ?? GENESIS)
  const insert = risk.prepare('INSERT INTO entry (at_ms, kind, body, hash) VALUES (?, ?, ?, ?)')
  const jot = journal.prepare(
    'INSERT INTO note (at_ms, kind, id, why, detail, body) VALUES (?, ?, ?, ?, ?, ?)',
  )
  return {
    append(entries, atMs) {
      let tip = head
      transact(risk, () => {
        for (const entry of entries) {
          const body = encode(entry)
          tip = linked(tip, body)
          insert.run(atMs, entry.kind, body, tip)
        }
      })
      head = tip
    },
    note(notes, atMs) {
      transact(journal, () => {
        for (const { kind, id, why, detail, body } of notes)
          jot.run(atMs, kind, id, why, detail, encode({ kind, id, why, detail, body }))
      })
    },
    close() {
      risk.close()
      journal.close()
    },
  }
}

/**
 * Reads the books of a state directory; empty where there are none yet.
 *
 * Errs with `LEDGER_CORRUPT` where the chain of hashes is broken.
 */
export function readEntries(directory: string): readonly Entry[] {
  const path = join(directory, 'risk.db')
  try {
    return verified(path, rowsOf(path))
  } catch (error) {
    if (error instanceof MevdError) throw error
    throw new MevdError('LEDGER_CORRUPT', `cannot read ${path}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function rowsOf(path: string): readonly Record<string, unknown>[] {
  const risk = new DatabaseSync(path)
  try {
    risk.exec(RISK)
    const found = String(risk.prepare('PRAGMA quick_check').get()?.['quick_check'])
    if (found !== 'ok') throw new MevdError('LEDGER_CORRUPT', `${path}: ${found}`)
    return risk.prepare('SELECT seq, body, hash FROM entry ORDER BY seq').all()
  } finally {
    risk.close()
  }
}

function verified(path: string, rows: readonly Record<string, unknown>[]): readonly Entry[] {
  let tip = GENESIS
  return rows.map((row) => {
    const body = String(row['body'])
    tip = linked(tip, body)
    if (tip !== row['hash'])
      throw new MevdError('LEDGER_CORRUPT', `${path}: line ${row['seq']} is not what was written`)
    return decode(body) as Entry
  })
}

const linked = (before: string, body: string): string => sha256(`${before}\n${body}`)

function transact(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
