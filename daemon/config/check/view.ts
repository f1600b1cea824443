/** A mapping read with care: empty where the value is something else. */
export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isMap ? (value as Record<string, unknown>) : {}
}

/** A list read with care: empty where the value is something else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A text read with care. */
export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A number read with care. */
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

/** The value below a path of keys; undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let here: unknown = value
  for (const key of path) {
    const map = mapOf(here)
    if (!Object.hasOwn(map, key)) return undefined
    here = map[key]
  }
  return here
}
