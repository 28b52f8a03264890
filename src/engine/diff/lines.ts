/** Two texts, line by line: what is on the machine only, what was generated only, and what is the same. */
export interface DiffLine {
  readonly side: 'running' | 'generated' | 'both'
  readonly text: string
}

/** Beyond this a table of every line against every other is no longer small. */
const longest = 3000

export const diffLines = (running: string, generated: string): readonly DiffLine[] => {
  const [a, b] = [linesOf(running), linesOf(generated)]
  if (a.length > longest || b.length > longest) return [...side('running', a), ...side('generated', b)]
  const common = lengths(a, b)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ side: 'both', text: a[i] ?? '' })
      i += 1
      j += 1
    } else if (common(i + 1, j) >= common(i, j + 1)) lines.push({ side: 'running', text: a[i++] ?? '' })
    else lines.push({ side: 'generated', text: b[j++] ?? '' })
  }
  return [...lines, ...side('running', a.slice(i)), ...side('generated', b.slice(j))]
}

const side = (side: DiffLine['side'], texts: readonly string[]): readonly DiffLine[] =>
  texts.map(text => ({ side, text }))

/** A line break at the very end makes no line of its own. */
const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** How many lines are common from here to both ends. */
const lengths = (a: readonly string[], b: readonly string[]): ((i: number, j: number) => number) => {
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] =
        a[i] === b[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
  return (i, j) => table[i * width + j] ?? 0
}
