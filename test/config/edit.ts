import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkSource } from '../../daemon/config/check/source.ts'
import type { Problem } from '../../daemon/config/types.ts'
import { catalogue } from './catalogue.ts'

/** Folder of the good and bad example files. */
export const corpus = join(import.meta.dirname, 'corpus')

/** The smallest pipeline that passes. */
export const minimal = readFileSync(join(corpus, 'minimal.good.yaml'), 'utf8')

/** A text with `[from, to]` replaced once each; every `from` must be there. */
export const edited = (text: string, ...edits: readonly (readonly [string, string])[]): string =>
  edits.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new RangeError(`no ${from} to replace`)
    return result.replace(from, () => to)
  }, text)

/** Problems of a text alone. */
export const problemsOf = (text: string, file = 'a.yaml'): readonly Problem[] =>
  checkSource({ file, text }, catalogue).problems

/** Codes and pointers of a text's problems. */
export const saidOf = (text: string, file?: string): readonly string[] =>
  problemsOf(text, file).map(({ code, path }) => `${code} ${path}`)
