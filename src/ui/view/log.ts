/** A machine's log as lines that can be searched; blank ones say nothing and are left out. */
import { type LogLine, plainText } from '../../engine/index.ts'
import { timeOfDay } from './format.ts'
import { cell, type Line, span, textOf, wrap } from './spans.ts'

export const logLines = (log: readonly LogLine[]): readonly Line[] =>
  log.flatMap(({ at, source, line }) => {
    const text = plainText(line, 2000)
    return text === ''
      ? []
      : [[span(`${timeOfDay(at)} `, 'quiet'), span(cell(source, 8), 'accent'), span(text, toneOf(text))]]
  })

const toneOf = (text: string): 'bad' | 'warning' | undefined => {
  if (/\b(error|failed|failure|fatal|panic)\b/i.test(text)) return 'bad'
  return /^warning\b/i.test(text) ? 'warning' : undefined
}

export const asText = (lines: readonly Line[]): string => `${lines.map(textOf).join('\n')}\n`

/** Where the words are found; nothing is found of nothing. */
export const findIn = (lines: readonly Line[], words: string): readonly number[] => {
  const wanted = words.trim().toLowerCase()
  return wanted === ''
    ? []
    : lines.flatMap((line, index) => (textOf(line).toLowerCase().includes(wanted) ? [index] : []))
}

/** What was found stands out, in colour and without. */
export const marked = (line: Line, words: string): Line => {
  const wanted = words.trim().toLowerCase()
  return wanted === '' ? line : line.flatMap(piece => markedIn(piece, wanted))
}

const markedIn = (piece: Line[number], wanted: string): Line => {
  const at = piece.text.toLowerCase().indexOf(wanted)
  if (at < 0) return [piece]
  const end = at + wanted.length
  return [
    { ...piece, text: piece.text.slice(0, at) },
    { ...piece, text: piece.text.slice(at, end), inverse: true },
    ...markedIn({ ...piece, text: piece.text.slice(end) }, wanted),
  ]
}

/** Long lines go on below themselves; the colours of their beginning go with them. */
export const wrapped = (lines: readonly Line[], width: number): readonly Line[] =>
  lines.flatMap(line => {
    const parts = wrap(textOf(line), width)
    return parts.length <= 1 ? [line] : parts.map(part => pick(line, part))
  })

const pick = (line: Line, part: string): Line => {
  const whole = line.find(({ text }) => text.includes(part))
  if (whole !== undefined) return [{ ...whole, text: part }]
  const last = line.at(-1)
  return [{ text: part, is: last?.is }]
}
