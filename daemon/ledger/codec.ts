import type { Entry, Note } from './types.ts'

const BIGINT = /^-?\d+n$/
/** A text that looks like a bigint, behind as many marks as it has been encoded. */
const MARKED = /^~*-?\d+n$/

/**
 * JSON in which a bigint is a string with an `n` behind it, so that it comes back as one.
 *
 * A string that would be taken for a bigint has a `~` before it.
 */
export const encode = (value: Entry | Note): string =>
  JSON.stringify(value, (_, v: unknown) => {
    if (typeof v === 'bigint') return `${v}n`
    return typeof v === 'string' && MARKED.test(v) ? `~${v}` : v
  })

/** What `encode` wrote. */
export const decode = (text: string): unknown =>
  JSON.parse(text, (_, v: unknown) => {
    if (typeof v !== 'string' || !MARKED.test(v)) return v
    return BIGINT.test(v) ? BigInt(v.slice(0, -1)) : v.slice(1)
  })
