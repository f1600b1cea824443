import type { RecordedPool } from '../../../daemon/chains/feeds/recording.ts'
import type { Change } from '../../../daemon/chains/types.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import type { CatalogueEntry } from '../../../daemon/market/venues/catalogue.ts'
import type { Quote } from '../../../daemon/market/venues/quote.ts'
import type { Venue } from '../../../daemon/market/venues/venue.ts'
import type { ReceiptLog } from './stage.ts'

/** A venue as it is tested, without its state's type: a pool out of a record answers for itself. */
export type Subject = {
  readonly state: unknown
  readonly quoteIn: (i: number, j: number, amount: bigint) => Quote
  readonly quoteOut: (i: number, j: number, amount: bigint) => Quote
  /** Itself after the logs of which the venue wants to hear, for a block of `time`. */
  readonly after: (logs: readonly ReceiptLog[], time?: number) => Subject
}

type Entry<State> = Pick<CatalogueEntry<State>, 'venue' | 'fromRecord'>

/** Makes a subject out of a record, for a block of `time`. */
export type Taking = (record: RecordedPool, time?: number) => Subject

/** Takes records as an entry of the catalogue does; errs where they are of another type. */
export const taking =
  <State>({ venue, fromRecord }: Entry<State>): Taking =>
  (record, time = 0) => {
    const { tokens, state } = fromRecord(record)
    const asked = (record['tokens'] as readonly Hex[]).map((token) => token.toLowerCase())
    if (record.type !== venue.name) throw new Error(`a record of ${record.type}`)
    if (asked.join() !== tokens.join()) throw new Error('the record was read with other tokens')
    return subjectOf(venue, state, time)
  }

function subjectOf<State>(venue: Venue<State>, state: State, time: number): Subject {
  const { quoteIn, quoteOut } = venue
  if (quoteOut === null) throw new Error(`${venue.name} has no exact outputs`)
  return {
    state,
    quoteIn: (i, j, amount) => quoteIn(state, i, j, amount, { time }),
    quoteOut: (i, j, amount) => quoteOut(state, i, j, amount, { time }),
    after: (logs, later = time) => subjectOf(venue, folded(venue, state, logs), later),
  }
}

function folded<State>(venue: Venue<State>, state: State, logs: readonly ReceiptLog[]): State {
  let kept = state
  for (const log of logs) {
    if (!venue.topics.includes(log.topics[0] as Hex)) continue
    const next = venue.fold(kept, changeOf(log))
    if (next === null) throw new Error(`${venue.name} refuses a log: ${JSON.stringify(log)}`)
    kept = next
  }
  return kept
}

const changeOf = (log: ReceiptLog): Change => ({
  kind: 'log',
  address: log.address.toLowerCase() as Hex,
  topics: log.topics,
  data: log.data,
  block: { height: Number(log.blockNumber), id: log.blockHash },
  transactionHash: log.transactionHash,
  transactionIndex: Number(log.transactionIndex),
  logIndex: Number(log.logIndex),
})
