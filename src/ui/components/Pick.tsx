/** One of a few, picked with the cursor: it stays on its thing when others come and go around it. */
import { useTheme } from '../shell.ts'
import { bold, cell, type Line, span } from '../view/spans.ts'
import { Lines } from './Spans.tsx'
import { type Cursor, useCursor } from './useCursor.ts'

export interface Choosable {
  readonly key: string
  readonly label: string
  readonly why: string
  readonly is?: 'warning' | 'bad'
}

export const usePick = (name: string, items: readonly Choosable[], rows: number): Cursor =>
  useCursor(
    name,
    items.map(({ key }) => key),
    rows,
  )

export interface PickProps {
  readonly items: readonly Choosable[]
  readonly cursor: Cursor
  readonly rows: number
  readonly width: number
}

export const Pick = ({ items, cursor, rows, width }: PickProps) => {
  const { glyphs } = useTheme()
  const labels = Math.min(Math.floor(width / 2), Math.max(...items.map(({ label }) => label.length)) + 2)
  const line = ({ label, why, is }: Choosable, index: number): Line => {
    const at = index === cursor.at
    return [
      span(at ? `${glyphs.pointer} ` : '  ', 'accent'),
      at ? bold(cell(label, labels), 'accent') : span(cell(label, labels)),
      span(why, is ?? 'quiet'),
    ]
  }
  return <Lines lines={items.map(line).slice(cursor.top, cursor.top + rows)} rows={rows} />
}
