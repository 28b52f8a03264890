/**
 * How iPXE reads a line (its core/exec.c): split into words at spaces, with no quoting; a word `||`, `&&` or
 * `;` ends a command; a word beginning with `#` ends the line; settings are expanded word by word after that.
 */
export interface Command {
  readonly words: readonly string[]
  /** Run it always, only after success, or only after failure, of what came before. */
  readonly when: 'always' | 'success' | 'failure'
}

export const readLine = (line: string): readonly Command[] => {
  const commands: Command[] = []
  let words: string[] = []
  let when: Command['when'] = 'always'
  for (const word of withoutComment(line.trim().split(/\s+/))) {
    const next = connectors.get(word)
    if (next === undefined) words.push(word)
    else {
      commands.push({ words, when })
      words = []
      when = next
    }
  }
  return [...commands, { words, when }]
}

const connectors: ReadonlyMap<string, Command['when']> = new Map([
  ['||', 'failure'],
  ['&&', 'success'],
  [';', 'always'],
])

const withoutComment = (words: readonly string[]): readonly string[] => {
  const at = words.findIndex(word => word.startsWith('#'))
  return (at < 0 ? words : words.slice(0, at)).filter(word => word !== '')
}

/** Innermost `${…}` first, so that `${net${n}/mac}` works; what is not set expands to nothing. */
export const expand = (word: string, setting: (name: string) => string | undefined): string => {
  let expanded = word
  for (;;) {
    const next = expanded.replace(/\$\{([^${}]*)\}/, (_, name: string) => formatted(name, setting))
    if (next === expanded) return expanded
    expanded = next
  }
}

/** `${mac:hexhyp}` and `${uuid}`: the few types boot scripts use. */
const formatted = (reference: string, setting: (name: string) => string | undefined): string => {
  const [name = '', type] = reference.split(':')
  const value = setting(name) ?? ''
  if (type === 'hexhyp') return value.replaceAll(':', '-')
  if (type === 'hexraw') return value.replaceAll(':', '')
  return value
}
