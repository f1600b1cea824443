import { isError } from '../problem.ts'
import { type Document, problemIn } from '../text/document.ts'
import { pathOf, pointer } from '../text/place.ts'
import type { Problem } from '../types.ts'
import { listOf, textOf, valueAt } from './view.ts'

/** A code that a block accepts. */
type Acceptance = {
  readonly block: string
  readonly code: string
  readonly path: readonly string[]
}

/** Takes out the warnings that their block accepts, and adds one for each acceptance of nothing. */
export function withoutAccepted(
  document: Document,
  problems: readonly Problem[],
): readonly Problem[] {
  const acceptances = acceptancesOf(document)
  const used = new Set<Acceptance>()
  const left = problems.filter((problem) => {
    if (isError(problem)) return true
    const by = acceptances.filter(
      ({ block, code }) => code === problem.code && `${problem.path}/`.startsWith(`${block}/`),
    )
    for (const acceptance of by) used.add(acceptance)
    return by.length === 0
  })
  const faulted = new Set(left.map((problem) => problem.path))
  const idle = acceptances.filter(
    (acceptance) => !used.has(acceptance) && !faulted.has(pointer(acceptance.path)),
  )
  return [
    ...left,
    ...idle.map(({ code, path }) =>
      problemIn(document, 'ACCEPT_UNUSED', path, `there is no ${code} here to accept`),
    ),
  ]
}

const acceptancesOf = (document: Document): readonly Acceptance[] =>
  [...document.places.keys()]
    .filter((place) => place.endsWith('/accept'))
    .flatMap((place) => {
      const path = pathOf(place)
      return listOf(valueAt(document.value, ...path)).flatMap((item, i) => {
        const code = textOf(item)
        const block = place.slice(0, -'/accept'.length)
        return code === null ? [] : [{ block, code, path: [...path, String(i)] }]
      })
    })
