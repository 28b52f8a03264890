import { Box, Text } from 'ink'
import { useState } from 'react'
import { lineOf } from '../input/edit.ts'
import { completed, type Entry, matching } from '../palette.ts'
import type { Size } from '../screen.ts'
import { useCommands } from '../shell.ts'
import { Indicator, Item } from './Choice.tsx'
import { Dialog } from './Dialog.tsx'
import { Field } from './Field.tsx'
import { Tone } from './Tone.tsx'

export interface PaletteProps {
  readonly size: Size
  readonly entries: readonly Entry[]
  choose(entry: Entry): void
  close(): void
}

export const Palette = ({ size, entries, choose, close }: PaletteProps) => {
  const [typed, setTyped] = useState(lineOf(''))
  const [at, setAt] = useState(0)
  const found = matching(entries, typed.text)
  const chosen = found[at]
  const change = (line: typeof typed) => {
    setTyped(line)
    setAt(0)
  }
  useCommands(
    {
      up: () => setAt(Math.max(0, at - 1)),
      down: () => setAt(Math.min(found.length - 1, at + 1)),
      next: () => change(lineOf(completed(entries, typed.text))),
      open: chosen === undefined ? undefined : () => choose(chosen),
      back: close,
      cancel: close,
    },
    'dialog',
  )
  const room = Math.max(1, size.rows - 6)
  const from = Math.max(0, at - room + 1)
  return (
    <Dialog size={size} title="Commands">
      <Box>
        <Tone is="accent">: </Tone>
        <Field value={typed} focused change={change} />
      </Box>
      {found.slice(from, from + room).map((entry, index) => (
        <Box key={entry.words}>
          <Indicator isSelected={from + index === at} />
          <Box width={28} flexShrink={0}>
            <Item isSelected={from + index === at} label={entry.words} />
          </Box>
          <Text dimColor wrap="truncate">
            {entry.help}
          </Text>
        </Box>
      ))}
      {found.length === 0 && <Tone is="warning">no command of that name</Tone>}
    </Dialog>
  )
}
