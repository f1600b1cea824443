/** A point in a file, both counted from 1. */
export type Position = { readonly line: number; readonly column: number }

/** Where a value stands, and its key where it has one. */
export type Place = { readonly key: Position | null; readonly value: Position }

/** Steps from the root of a document to a value. */
export type Path = readonly (string | number)[]

/** Where a file begins. */
export const FIRST: Position = { line: 1, column: 1 }

/** A path as a JSON pointer. */
export const pointer = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** A JSON pointer as a path. */
export const pathOf = (text: string): readonly string[] =>
  text
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
