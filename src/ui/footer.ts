/** The keys at the foot: those that would do something now, as many as there is room for. Pure. */
import { bindings, type CommandName, type KeyBinding } from './keys.ts'

export interface Hint {
  readonly key: string
  readonly words: string
}

const gap = 2

/** What every screen has goes last and is the first to be left out, but for help, which tells all. */
export const hintsFor = (available: readonly CommandName[], columns: number): readonly Hint[] => {
  const help = hintOf(bindings.find(({ command }) => command === 'help'))
  const hints = bindings
    .filter(({ command, short }) => short !== undefined && command !== 'help' && available.includes(command))
    .flatMap(hintOf)
  const last = available.includes('help') ? help : []
  return [...fitting(hints, columns - widthOf(last)), ...last]
}

const hintOf = (binding: KeyBinding | undefined): readonly Hint[] =>
  binding?.short === undefined ? [] : [{ key: keyWords(binding.keys[0] ?? ''), words: binding.short }]

const names: Readonly<Record<string, string>> = {
  enter: 'Enter',
  esc: 'Esc',
  space: 'Space',
  tab: 'Tab',
  'shift+tab': 'Shift+Tab',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  backspace: 'Backspace',
}

export const keyWords = (key: string): string =>
  names[key] ?? key.replace(/^ctrl\+(.)$/, (_, letter: string) => `Ctrl+${letter.toUpperCase()}`)

const fitting = (hints: readonly Hint[], columns: number): readonly Hint[] => {
  let left = columns
  return hints.filter(hint => {
    left -= widthOf([hint])
    return left >= 0
  })
}

const widthOf = (hints: readonly Hint[]): number =>
  hints.reduce((sum, { key, words }) => sum + key.length + 1 + words.length + gap, 0)
