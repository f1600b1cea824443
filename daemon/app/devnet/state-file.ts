import { copyFileSync, existsSync, readFileSync, statSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { MevdError } from '../../kernel/errors.ts'

/** Time without a change after which a file counts as written to its end, in milliseconds. */
const SETTLED_MS = 150

/** Time between two looks at the file, in milliseconds. */
const LOOK_MS = 250

/** How much longer the pause after a copy is than the copying took. */
const REST = 10

/** The end of a state that was written whole. */
const TAIL = '"historical_states":null}'

/** Where the copy of a state file lies. */
const copyOf = (path: string): string => `${path}.whole`

/**
 * Puts the last whole copy in the place of a state file that was cut short.
 *
 * Anvil writes over its state in place, and refuses to start on half a file: a kill within these
 * few milliseconds would otherwise be the end of the chain.
 */
export function mendState(path: string): void {
  if (!existsSync(path) || isWhole(path)) return
  if (!isWhole(copyOf(path))) {
    throw new MevdError('FILE_MISSING', `${path} was cut short, and there is no whole copy of it`)
  }
  copyFileSync(copyOf(path), path)
}

/** Keeps a copy of a state file, renewed whenever it is whole and has changed; returns the end. */
export function keepState(path: string): () => void {
  let kept = 0
  let next = 0
  const look = async () => {
    const [now, before] = [Date.now(), changedAt(path)]
    if (now < next || before === kept || now - before < SETTLED_MS) return
    next = Number.POSITIVE_INFINITY
    const content = await readFile(path).catch(() => null)
    if (content !== null && endsWhole(content) && changedAt(path) === before) {
      await replace(copyOf(path), content)
      kept = before
    }
    next = Date.now() + REST * (Date.now() - now)
  }
  const timer = setInterval(() => void look(), LOOK_MS).unref()
  return () => clearInterval(timer)
}

async function replace(path: string, content: Uint8Array): Promise<void> {
  const draft = `${path}.draft`
  const written = await writeFile(draft, content).then(
    () => true,
    () => false,
  )
  if (written) await rename(draft, path)
}

/** When a file was last written; 0 where there is none or nothing in it. */
function changedAt(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  return found === undefined || found.size === 0 ? 0 : found.mtimeMs
}

const endsWhole = (content: Buffer): boolean =>
  content.subarray(-TAIL.length).toString('latin1') === TAIL

/** By its end, which takes no time, or else by reading it all. */
function isWhole(path: string): boolean {
  try {
    const content = readFileSync(path)
    if (!endsWhole(content)) JSON.parse(content.toString('utf8'))
    return true
  } catch {
    return false
  }
}
