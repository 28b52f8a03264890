/**
 * The word before something is destroyed: its text has to be typed, by hand, by somebody who saw what was asked.
 * It begins on "back"; what arrived before it was drawn is not for it, and neither is a paste. When the text is
 * complete, only what is pressed after that was seen counts: a line sent at once, Enter included, does nothing.
 */
import { Box, Text } from 'ink'
import { useState } from 'react'
import { lineOf } from '../input/edit.ts'
import type { Confirmation, Size } from '../screen.ts'
import { useCommands, useTheme } from '../shell.ts'
import { Dialog } from './Dialog.tsx'
import { useDrawn } from './drawn.ts'
import { Field } from './Field.tsx'
import { Tone } from './Tone.tsx'

export interface ConfirmProps {
  readonly size: Size
  readonly confirmation: Confirmation
  close(): void
}

const stops = ['back', 'field', 'act'] as const

export const Confirm = ({ size, confirmation, close }: ConfirmProps) => {
  const { title, lines, text, verb } = confirmation
  const [typed, setTyped] = useState(lineOf(''))
  const [at, setAt] = useState<(typeof stops)[number]>('back')
  const isWhole = typed.text === text
  const act = () => {
    close()
    confirmation.act()
  }
  const go = (by: number) => () =>
    setAt(stops[(stops.indexOf(at) + by + stops.length) % stops.length] ?? 'back')
  const drawn = useDrawn(isWhole ? 'whole' : 'asked')
  useCommands(
    {
      next: go(1),
      previous: go(-1),
      down: go(1),
      up: go(-1),
      back: close,
      cancel: close,
      open: at === 'back' ? close : isWhole ? act : undefined,
    },
    'dialog',
    { since: drawn },
  )
  return (
    <Dialog size={size} title={title} is="bad" lines={lines}>
      <Box>
        <Text>
          Type <Text bold>{text}</Text> to {verb}:{' '}
        </Text>
        <Field
          value={typed}
          focused={at === 'field'}
          change={setTyped}
          takesPastes={false}
          placeholder="(Tab goes here)"
        />
        <Verdict typed={typed.text} text={text} />
      </Box>
      <Box marginTop={1} gap={2}>
        <Button label="back" focused={at === 'back'} />
        <Button label={verb} focused={at === 'act'} off={!isWhole} />
      </Box>
    </Dialog>
  )
}

/** Whether it says so yet, or no longer can. */
const Verdict = ({ typed, text }: { readonly typed: string; readonly text: string }) => {
  const { glyphs } = useTheme()
  if (typed === text) return <Tone is="good">{` ${glyphs.good}`}</Tone>
  return text.startsWith(typed) ? null : <Tone is="bad">{` ${glyphs.bad} it asks for ${text}`}</Tone>
}

interface ButtonProps {
  readonly label: string
  readonly focused: boolean
  readonly off?: boolean
}

const Button = ({ label, focused, off = false }: ButtonProps) => {
  const { glyphs } = useTheme()
  return (
    <Tone is={focused ? 'accent' : undefined} inverse={focused} dimColor={off}>
      {` ${focused ? glyphs.pointer : ' '} ${label} `}
    </Tone>
  )
}
