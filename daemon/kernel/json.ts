/** JSON of a value with every bigint as a decimal string. */
export const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v), indent)
