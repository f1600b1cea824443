const MOST = 60

/** A value as it would stand in a file, cut short. */
export function brief(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys',
}

/** Types of a schema in words. */
export const listed = (types: unknown): string =>
  (Array.isArray(types) ? types : [types]).map((type) => kinds[String(type)] ?? type).join(' or ')

/** What a value is, in words: `the text "a"`, `nothing`. */
export function found(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a block of keys'
  if (typeof value === 'string') return `the text ${brief(value)}`
  return typeof value === 'number' ? `the number ${value}` : String(value)
}
