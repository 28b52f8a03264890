/**
 * What every key does, from the one table: first what counts where one came from, then the rest by place. Screens
 * that this session has none of are left out.
 */
import { keyWords } from '../footer.ts'
import { bindings, type KeyBinding, type KeyPlace } from '../keys.ts'
import { type Tab, tabs } from '../places.ts'
import type { ScreenName } from '../screen.ts'
import { blank, bold, cell, type Line, line, span, wrap } from './spans.ts'

/** What stands on a screen besides the screen itself. */
const shared: Readonly<Record<ScreenName, readonly KeyPlace[]>> = {
  start: ['list', 'text'],
  guide: ['list', 'text'],
  hosts: ['list'],
  plan: ['text'],
  run: ['list'],
  machine: ['text', 'list'],
  network: ['text', 'list'],
  services: ['list'],
  status: ['list', 'text'],
  deploy: ['list', 'text'],
  end: ['list'],
  help: ['text'],
}

export const helpLines = (from: ScreenName, known: readonly Tab[], width: number): readonly Line[] => {
  const there = bindings.filter(({ command }) => !tabs.some(tab => tab === command && !known.includes(tab)))
  const here = there.filter(({ places }) => places.some(place => isHere(place, from)))
  const everywhere = there.filter(({ places }) => places.includes('everywhere'))
  const elsewhere = there.filter(binding => !here.includes(binding) && !everywhere.includes(binding))
  return [
    ...section(`On this screen (${from})`, here, width),
    ...section('Everywhere', everywhere, width),
    ...section('Elsewhere', elsewhere, width, true),
  ]
}

const isHere = (place: KeyPlace, from: ScreenName): boolean => place === from || shared[from].includes(place)

const section = (
  title: string,
  keys: readonly KeyBinding[],
  width: number,
  placed = false,
): readonly Line[] =>
  keys.length === 0
    ? []
    : [line(title, 'accent'), ...keys.flatMap(binding => keyLines(binding, width, placed)), blank]

const keyWidth = 26
const nameWidth = 16

/** Keys, what they do, and the name that does the same after `:`. */
const keyLines = (
  { keys, command, help, places }: KeyBinding,
  width: number,
  placed: boolean,
): readonly Line[] => {
  const words = placed ? `${help} (${places.join(', ')})` : help
  return wrap(words, Math.max(20, width - keyWidth - nameWidth - 4)).map((text, index) => [
    bold(cell(index === 0 ? `  ${keys.map(keyWords).join('  ')}` : '', keyWidth)),
    span(cell(index === 0 ? `:${command}` : '', nameWidth + 2), 'quiet'),
    span(text),
  ])
}
