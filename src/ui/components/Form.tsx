/** A few lines to be typed: Tab and the arrows go between them, Enter goes on, and on the last one hands them in. */
import { Box } from 'ink'
import { useRef, useState } from 'react'
import { type Line, lineOf } from '../input/edit.ts'
import { useCommands } from '../shell.ts'
import { cell, type Line as Spans, span } from '../view/spans.ts'
import { Field } from './Field.tsx'
import { Tone } from './Tone.tsx'

export interface FormField<Name extends string> {
  readonly name: Name
  readonly label: string
  /** Stands in it at first. */
  readonly value: string
  readonly hint?: string
}

export interface FormProps<Name extends string> {
  readonly fields: readonly FormField<Name>[]
  readonly focused: boolean
  done(values: Readonly<Record<Name, string>>): void
  cancel(): void
}

const labelWidth = 18

/** A field that was typed in, as it stands above the next question. */
export const typed = (label: string, value: string): Spans => [
  span(cell(label, labelWidth), 'quiet'),
  span(value),
]

export const Form = <Name extends string>({ fields, focused, done, cancel }: FormProps<Name>) => {
  const [at, setAt] = useState(0)
  const [lines, setLines] = useState<Readonly<Record<string, Line>>>(() =>
    Object.fromEntries(fields.map(({ name, value }) => [name, lineOf(value)])),
  )
  // What was typed counts at once: Enter may come before it is drawn.
  const latest = useRef(lines)
  const put = (name: string) => (line: Line) => {
    latest.current = { ...latest.current, [name]: line }
    setLines(latest.current)
  }
  const go = (by: number) => () => setAt(from => Math.max(0, Math.min(fields.length - 1, from + by)))
  const enter = () => {
    if (at < fields.length - 1) return setAt(at + 1)
    const values = fields.map(({ name }) => [name, (latest.current[name]?.text ?? '').trim()])
    done(Object.fromEntries(values) as Record<Name, string>)
  }
  useCommands({ next: go(1), down: go(1), previous: go(-1), up: go(-1) }, 'field', { active: focused })
  return (
    <Box flexDirection="column" flexShrink={0}>
      {fields.map(({ name, label, hint = '' }, index) => (
        <Box key={name} height={1} overflow="hidden">
          <Tone is={index === at ? 'accent' : 'quiet'}>{cell(label, labelWidth)}</Tone>
          <Field
            value={lines[name] ?? lineOf('')}
            focused={focused && index === at}
            change={put(name)}
            {...{ enter, cancel }}
          />
          {hint !== '' && <Tone is="quiet">{`  ${hint}`}</Tone>}
        </Box>
      ))}
    </Box>
  )
}
