/** Words that narrow a list, typed at its foot: kept with Enter, gone with Esc. */
import { Box } from 'ink'
import { useState } from 'react'
import type { Handlers } from '../input/desk.ts'
import { lineOf } from '../input/edit.ts'
import { useKept } from '../shell.ts'
import { Field } from './Field.tsx'
import { Tone } from './Tone.tsx'

export interface Filter {
  readonly words: string
  readonly typing: boolean
  /** A row is taken for it. */
  readonly shown: boolean
  readonly commands: Handlers
  set(words: string): void
  stop(): void
}

export const useFilter = (name: string): Filter => {
  const [words, set] = useKept(name, '')
  const [typing, setTyping] = useState(false)
  const clear = words === '' ? undefined : () => set('')
  return {
    words,
    typing,
    shown: typing || words !== '',
    commands: { filter: () => setTyping(true), ...(clear === undefined ? {} : { back: clear }) },
    set,
    stop: () => setTyping(false),
  }
}

export interface FilterLineProps {
  readonly filter: Filter
  readonly focused: boolean
  /** `3 of 12` */
  readonly found: string
}

export const FilterLine = ({ filter, focused, found }: FilterLineProps) => (
  <Box height={1} flexShrink={0} overflow="hidden" gap={1}>
    <Tone is="accent">/</Tone>
    <Typed filter={filter} focused={focused && filter.typing} />
    <Tone is="quiet">{found}</Tone>
  </Box>
)

/** The cursor is the field's own; the words outlive it. */
const Typed = ({ filter, focused }: Omit<FilterLineProps, 'found'>) => {
  const [line, setLine] = useState(() => lineOf(filter.words))
  const shown = line.text === filter.words ? line : lineOf(filter.words)
  return (
    <Field
      value={shown}
      focused={focused}
      change={next => {
        setLine(next)
        filter.set(next.text)
      }}
      enter={filter.stop}
      cancel={() => {
        filter.set('')
        filter.stop()
      }}
    />
  )
}
