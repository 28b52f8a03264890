/** What `:` offers: every command that would do something now, and every machine by its name. Pure. */
import { bindings, type CommandName } from './keys.ts'

export interface Entry {
  /** What is typed: `retry`, `machine node1`. */
  readonly words: string
  readonly help: string
  readonly does:
    | { readonly command: CommandName }
    | { readonly screen: 'machine' | 'network'; readonly host: string }
}

export const entriesOf = (runnable: readonly CommandName[], hosts: readonly string[]): readonly Entry[] => [
  ...bindings
    .filter(({ command }) => runnable.includes(command) && command !== 'palette')
    .map(({ command, help }) => ({ words: command, help, does: { command } })),
  ...hosts.flatMap(host => [
    { words: `machine ${host}`, help: 'show it', does: { screen: 'machine' as const, host } },
    { words: `network ${host}`, help: 'its network', does: { screen: 'network' as const, host } },
  ]),
]

/** Those that begin with what was typed before those that only contain it. */
export const matching = (entries: readonly Entry[], typed: string): readonly Entry[] => {
  const wanted = typed.trim().toLowerCase()
  const having = entries.filter(({ words }) => words.toLowerCase().includes(wanted))
  const begins = ({ words }: Entry): boolean => words.toLowerCase().startsWith(wanted)
  return [...having.filter(begins), ...having.filter(entry => !begins(entry))]
}

/** As far as all that begin with it agree. */
export const completed = (entries: readonly Entry[], typed: string): string => {
  const words = entries.map(({ words }) => words).filter(words => words.startsWith(typed))
  const [first] = words
  if (first === undefined) return typed
  const length = [...first].findIndex((_, index) => words.some(other => other[index] !== first[index]))
  return length < 0 ? first : first.slice(0, length)
}
