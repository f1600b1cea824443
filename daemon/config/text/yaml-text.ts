import { type Document, type LineCounter, parseDocument as parse } from 'yaml'
import { messageOf } from '../../kernel/errors.ts'
import type { ProblemCode } from '../problem-codes.ts'

/** Why a text is not what its name says, and where in it. */
export type TextFault = {
  readonly code: ProblemCode
  readonly offset: number
  readonly message: string
}

const INT = 'tag:yaml.org,2002:int'

const codes: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  TAB_AS_INDENT: ['YAML_TAB', 'a tab is used as indentation'],
  MULTIPLE_DOCS: ['YAML_DOCUMENTS', 'a second document begins here'],
  NON_STRING_KEY: ['KEY_NOT_TEXT', 'a key is not plain text'],
  RESOURCE_EXHAUSTION: ['YAML_DEPTH', 'nested far too deeply'],
}

/** Parses YAML 1.2; hexadecimal and octal numbers stay text, so that addresses need no quotes. */
export const yamlOf = (text: string, lineCounter: LineCounter): Document =>
  parse(text, {
    lineCounter,
    version: '1.2',
    schema: 'core',
    strict: true,
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
    resolveKnownTags: false,
    logLevel: 'error',
    customTags: (tags) =>
      tags.filter(
        (tag) =>
          typeof tag === 'string' ||
          tag.tag !== INT ||
          (tag.format !== 'HEX' && tag.format !== 'OCT'),
      ),
  })

/** Why a text is not one YAML 1.2 document. */
export function yamlFaults(yaml: Document): readonly TextFault[] {
  const faults = yaml.errors.map(({ code, message, pos }): TextFault => {
    const [known, words] = codes[code] ?? ['YAML_SYNTAX', message]
    return { code: known, offset: pos[0], message: words }
  })
  if (faults.length > 0) return faults
  const { explicit, version } = yaml.directives?.yaml ?? {}
  if (explicit && version !== '1.2')
    return [{ code: 'YAML_VERSION', offset: 0, message: `the file asks for YAML ${version}` }]
  return []
}

/** Why a text is not JSON; null where it is. */
export function jsonFault(text: string): TextFault | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const message = messageOf(error)
    const at = /position (\d+)/.exec(message)?.[1]
    const offset = at === undefined ? text.trimEnd().length : Number(at)
    const words = message.replace(/ in JSON at position.*/s, '')
    return { code: 'JSON_SYNTAX', offset, message: words }
  }
}
