/** A question with a few answers; the first is the harmless one, and where it begins. */
import { Box } from 'ink'
import SelectInput from 'ink-select-input'
import type { Size } from '../screen.ts'
import { useCommands, useTheme } from '../shell.ts'
import { Dialog } from './Dialog.tsx'
import { Tone } from './Tone.tsx'

export interface Answer {
  readonly label: string
  act(): void
}

export interface Question {
  readonly title: string
  readonly lines: readonly string[]
  readonly answers: readonly Answer[]
}

export interface ChoiceProps {
  readonly size: Size
  readonly question: Question
  close(): void
}

export const Choice = ({ size, question, close }: ChoiceProps) => {
  // Not `cancel`: it is Ctrl+C that asked, and who presses it twice is to read the question.
  useCommands({ back: close }, 'dialog')
  const items = question.answers.map(({ label }, value) => ({ label, value }))
  return (
    <Dialog size={size} title={question.title} lines={question.lines}>
      <SelectInput
        items={items}
        indicatorComponent={Indicator}
        itemComponent={Item}
        onSelect={({ value }) => {
          close()
          question.answers[value]?.act()
        }}
      />
    </Dialog>
  )
}

interface Selected {
  readonly isSelected?: boolean
}

/** ink-select-input's own pointer and colour know neither theme nor ASCII. However long the item is, this has its place. */
export const Indicator = ({ isSelected = false }: Selected) => {
  const { glyphs } = useTheme()
  return (
    <Box flexShrink={0}>
      <Tone is="accent">{isSelected ? `${glyphs.pointer} ` : '  '}</Tone>
    </Box>
  )
}

export const Item = ({ isSelected = false, label }: Selected & { readonly label: string }) => (
  <Tone is={isSelected ? 'accent' : undefined} bold={isSelected} wrap="truncate">
    {label}
  </Tone>
)
