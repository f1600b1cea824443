/** Edits between two words: insert, delete, replace, or swap two neighbours. */
export function distance(a: string, b: string): number {
  const width = b.length + 1
  const cells = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => cells[i * width + j] ?? 0
  const edited = (i: number, j: number): number => {
    const cost = a[i - 1] === b[j - 1] ? 0 : 1
    return Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost)
  }
  const isSwap = (i: number, j: number): boolean =>
    i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
  for (let j = 0; j < width; j++) cells[j] = j
  for (let i = 1; i <= a.length; i++) {
    cells[i * width] = i
    for (let j = 1; j < width; j++) {
      const plain = edited(i, j)
      cells[i * width + j] = isSwap(i, j) ? Math.min(plain, at(i - 2, j - 2) + 1) : plain
    }
  }
  return at(a.length, b.length)
}

const MOST_LENGTH = 64

/** The known word that was most likely meant; null where none is near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  if (word.length > MOST_LENGTH) return null
  const lower = word.toLowerCase()
  let best: string | null = null
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const edits = distance(lower, candidate.toLowerCase())
    if (edits >= fewest) continue
    best = candidate
    fewest = edits
  }
  return best
}

/** The hint that names the word most likely meant; null where none is near. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  const near = nearest(word, known)
  return near === null ? null : `did you mean "${near}"?`
}
