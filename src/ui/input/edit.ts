/** One line being edited: pure, by the keys a shell's line has. */
import { plainText } from '../../engine/index.ts'
import type { Press } from './press.ts'

export interface Line {
  readonly text: string
  /** In code points from the start. */
  readonly cursor: number
}

export const lineOf = (text: string): Line => ({ text, cursor: [...text].length })

/** The line after the key; undefined when the key is not for editing. */
export const edited = (line: Line, { key, text }: Press): Line | undefined =>
  text === '' ? editKeys[key]?.(line) : typed(line, text)

/** More than any name or search is long. */
const longest = 500

/** Typed or pasted: made one harmless line first. */
export const typed = (line: Line, text: string): Line => {
  const added = [...plainSpaced(text)].slice(0, Math.max(0, longest - [...line.text].length))
  return between(line, line.cursor, line.cursor, added)
}

/** A space that is typed is a space, also at the ends. */
const plainSpaced = (text: string): string => (text === ' ' ? text : plainText(text, longest))

const between = ({ text }: Line, from: number, to: number, added: readonly string[] = []): Line => {
  const points = [...text]
  return {
    text: [...points.slice(0, from), ...added, ...points.slice(to)].join(''),
    cursor: from + added.length,
  }
}

const lengthOf = ({ text }: Line): number => [...text].length

const moved = (line: Line, cursor: number): Line => ({
  ...line,
  cursor: Math.max(0, Math.min(lengthOf(line), cursor)),
})

/** Where the word before the cursor begins. */
const wordStart = ({ text, cursor }: Line): number => {
  const before = [...text].slice(0, cursor).join('')
  return [...before.replace(/\S+\s*$/u, '')].length
}

const editKeys: Readonly<Record<string, (line: Line) => Line>> = {
  left: line => moved(line, line.cursor - 1),
  right: line => moved(line, line.cursor + 1),
  home: line => moved(line, 0),
  end: line => moved(line, lengthOf(line)),
  'ctrl+a': line => moved(line, 0),
  'ctrl+e': line => moved(line, lengthOf(line)),
  backspace: line => between(line, Math.max(0, line.cursor - 1), line.cursor),
  delete: line => between(line, line.cursor, line.cursor + 1),
  'ctrl+u': line => between(line, 0, line.cursor),
  'ctrl+k': line => between(line, line.cursor, lengthOf(line)),
  'ctrl+w': line => between(line, wordStart(line), line.cursor),
}
