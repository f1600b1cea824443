import type { Entry, Note } from './types.ts'

/** JSON in which a bigint is a string with an `n` behind it, so that it comes back as one. */
export const encode = (value: Entry | Note): string =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v))

const BIGINT = /^-?\d+n$/

/** What `encode` wrote. */
export const decode = (text: string): unknown =>
  JSON.parse(text, (_, v: unknown) =>
    typeof v === 'string' && BIGINT.test(v) ? BigInt(v.slice(0, -1)) : v,
  )
