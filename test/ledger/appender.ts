import { argv, stdout } from 'node:process'
import { startWriter } from '../../daemon/ledger/writer.ts'
import { entryAt } from './examples.ts'

/** Appends for ever, several at a time, and prints the number of each entry that is on disk. */
const [, , directory = '', from = '0'] = argv
const writer = startWriter(directory)
let next = Number(from)

async function append(): Promise<void> {
  for (;;) {
    const first = next
    const count = 1 + (first % 3)
    next += count
    await writer.append(Array.from({ length: count }, (_, i) => entryAt(first + i)))
    stdout.write(`${first + count - 1}\n`)
  }
}

await Promise.all([append(), append(), append(), append()])
