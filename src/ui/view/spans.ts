/** What the pure views hand to the screen: lines made of pieces, each with what it means. */
import stringWidth from 'string-width'
import type { Meaning } from '../theme.ts'

export interface Span {
  readonly text: string
  readonly is?: Meaning | undefined
  readonly bold?: boolean
  readonly inverse?: boolean
}

export type Line = readonly Span[]

export const span = (text: string, is?: Meaning): Span => ({ text, is })

export const bold = (text: string, is?: Meaning): Span => ({ text, is, bold: true })

/** A line of one piece. */
export const line = (text: string, is?: Meaning): Line => [span(text, is)]

export const blank: Line = []

/** As it would be read aloud, or saved to a file. */
export const textOf = (spans: Line): string =>
  spans
    .map(({ text }) => text)
    .join('')
    .trimEnd()

export const widthOf = (text: string): number => stringWidth(text)

const segments = (text: string): string[] =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment)

/** No wider than asked; what is cut off shows. */
export const clip = (text: string, width: number, ellipsis = '…'): string => {
  if (widthOf(text) <= width) return text
  if (width <= widthOf(ellipsis)) return ellipsis.slice(0, Math.max(0, width))
  let kept = ''
  let room = width - widthOf(ellipsis)
  for (const segment of segments(text)) {
    room -= widthOf(segment)
    if (room < 0) break
    kept += segment
  }
  return `${kept.trimEnd()}${ellipsis}`
}

/** Exactly as wide as asked. */
export const cell = (text: string, width: number, side: 'left' | 'right' = 'left'): string => {
  const clipped = clip(text, width)
  const space = ' '.repeat(Math.max(0, width - widthOf(clipped)))
  return side === 'left' ? clipped + space : space + clipped
}

/** Broken between words where that is possible, anywhere where it is not. */
export const wrap = (text: string, width: number): readonly string[] => {
  const room = Math.max(1, width)
  const lines: string[] = []
  let open = ''
  for (const word of text.split(/(?<=\s)/)) {
    if (open !== '' && widthOf((open + word).trimEnd()) > room) {
      lines.push(open.trimEnd())
      open = ''
    }
    open = brokenInto(lines, open + word, room)
  }
  return open.trimEnd() === '' && lines.length > 0 ? lines : [...lines, open.trimEnd()]
}

/** A word longer than the line goes on in the next; what is left open is returned. */
const brokenInto = (lines: string[], text: string, width: number): string => {
  if (widthOf(text.trimEnd()) <= width) return text
  let open = ''
  for (const segment of segments(text)) {
    if (widthOf(open + segment) > width) {
      lines.push(open)
      open = ''
    }
    open += segment
  }
  return open
}

/** At most so many lines: the last one says that there was more. */
export const wrapTo = (text: string, width: number, most: number): readonly string[] => {
  const lines = wrap(text, width)
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most - 1), clip(lines.slice(most - 1).join(' '), width)]
}

/** Left and right on one line; the right side is kept when there is no room for both. */
export const apart = (left: Line, right: Line, width: number): Line => {
  const wanted = widthOf(textOf(right))
  const shown = clipLine(left, Math.max(0, width - wanted - 1))
  const space = Math.max(1, width - widthOf(shown.map(({ text }) => text).join('')) - wanted)
  return [...shown, span(' '.repeat(space)), ...right]
}

/** The first pieces that have room. */
export const clipLine = (spans: Line, width: number): Line => {
  const kept: Span[] = []
  let room = width
  for (const piece of spans) {
    if (room <= 0) break
    kept.push({ ...piece, text: clip(piece.text, room) })
    room -= widthOf(piece.text)
  }
  return kept
}

/** Pieces with a calm dot between them; empty ones are left out. */
export const dotted = (...pieces: readonly (Span | '' | null | undefined | false)[]): Line =>
  pieces
    .filter(
      (piece): piece is Span => piece !== '' && piece !== null && piece !== undefined && piece !== false,
    )
    .flatMap((piece, index) => (index === 0 ? [piece] : [span(' · ', 'quiet'), piece]))
