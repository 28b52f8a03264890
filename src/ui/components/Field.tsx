/** A line the operator types into. While it has the focus it is the only thing that hears characters. */
import { Text } from 'ink'
import { useEffect, useRef } from 'react'
import { edited, type Line, typed } from '../input/edit.ts'
import { useCommands, useShell } from '../shell.ts'

export interface FieldProps {
  readonly value: Line
  readonly focused: boolean
  change(value: Line): void
  /** Enter. */
  enter?(): void
  /** Esc, and its second key. */
  cancel?(): void
  /** What is pasted is put in; false: pastes are for nobody. */
  readonly takesPastes?: boolean
  readonly placeholder?: string
}

export const Field = ({ value, focused, placeholder = '', ...props }: FieldProps) => {
  useTyping({ value, focused, ...props })
  useCommands({ open: props.enter, back: props.cancel }, 'field', { active: focused })
  if (value.text === '' && !focused) return <Text dimColor>{placeholder}</Text>
  return focused ? <Editing {...value} /> : <Text wrap="truncate-start">{value.text}</Text>
}

const Editing = ({ text, cursor }: Line) => {
  const points = [...text]
  return (
    <Text wrap="truncate-start">
      {points.slice(0, cursor).join('')}
      <Text inverse>{points[cursor] ?? ' '}</Text>
      {points.slice(cursor + 1).join('')}
    </Text>
  )
}

/** The line is kept in step here, not by React: two keys may come between two drawings. */
const useTyping = ({ value, focused, change, takesPastes = true }: FieldProps): void => {
  const { desk } = useShell()
  const latest = useRef({ value, change })
  latest.current = { value, change }
  useEffect(() => {
    if (!focused) return
    const put = (line: Line | undefined): boolean => {
      if (line === undefined) return false
      latest.current = { ...latest.current, value: line }
      latest.current.change(line)
      return true
    }
    return desk.lay({
      level: 'field',
      handlers: () => ({}),
      type: press => put(edited(latest.current.value, press)),
      paste: text => void (takesPastes && put(typed(latest.current.value, text))),
    })
  }, [desk, focused, takesPastes])
}
