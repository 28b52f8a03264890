/** The word that was meant, when one was mistyped: of those known the nearest, if it is near at all. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const byDistance = known
    .map(name => ({ name, steps: steps(word, name) }))
    .filter(({ name, steps }) => steps <= Math.max(word.length, name.length) * 0.5)
    .toSorted((one, other) => one.steps - other.steps)
  return byDistance[0]?.name
}

/** Letters put in, left out, changed, or swapped with their neighbour (Damerau and Levenshtein's distance). */
const steps = (from: string, to: string): number => {
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, n) => n)
  for (let row = 1; row <= from.length; row++) {
    const next = [row]
    for (let column = 1; column <= to.length; column++) {
      const changed = at(last, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1)
      const swaps = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const swapped = swaps ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(at(last, column) + 1, at(next, column - 1) + 1, changed, swapped))
    }
    before = last
    last = next
  }
  return at(last, to.length)
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY
