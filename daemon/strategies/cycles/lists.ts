/** Lists of numbers, one a key, laid out one after another: list `k` is `items[start[k] … start[k + 1]]`. */
export type Lists = { readonly start: Int32Array; readonly items: Int32Array }

/** Lists out of keys: item `i` goes to list `keyOf(i)`, or nowhere where that is negative. */
export function listsOf(keys: number, items: number, keyOf: (item: number) => number): Lists {
  const start = new Int32Array(keys + 1)
  for (let i = 0; i < items; i++) {
    const key = keyOf(i)
    if (key >= 0) start[key + 1] = (start[key + 1] as number) + 1
  }
  for (let k = 0; k < keys; k++) start[k + 1] = (start[k + 1] as number) + (start[k] as number)
  const next = start.slice()
  const sorted = new Int32Array(start[keys] as number)
  for (let i = 0; i < items; i++) {
    const key = keyOf(i)
    if (key < 0) continue
    const at = next[key] as number
    sorted[at] = i
    next[key] = at + 1
  }
  return { start, items: sorted }
}

/** The items of one list. */
export const listed = ({ start, items }: Lists, key: number): Int32Array =>
  items.subarray(start[key], start[key + 1])
