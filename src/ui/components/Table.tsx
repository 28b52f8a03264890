/** Rows under a heading: the cursor's stands out, marked ones have a sign, and only what is visible is drawn. */
import { Box } from 'ink'
import { useTheme } from '../shell.ts'
import { type Line, span } from '../view/spans.ts'
import { Spans } from './Spans.tsx'

export interface TableProps {
  readonly heading: Line
  readonly count: number
  /** The window, and the cursor in it. */
  readonly top: number
  readonly at: number
  readonly rows: number
  readonly focused: boolean
  /** Undefined: nothing can be marked here. */
  isMarked?(index: number): boolean
  keyOf(index: number): string
  lineOf(index: number): Line
}

export const Table = ({ heading, rows, top, count, at, focused, ...table }: TableProps) => {
  const { glyphs } = useTheme()
  const room = Math.max(0, Math.min(rows - 1, count - top))
  const marks = (index: number): Line => {
    const marked = table.isMarked?.(index)
    return marked === undefined
      ? []
      : [span(`${marked ? glyphs.marked : glyphs.unmarked} `, marked ? 'accent' : 'quiet')]
  }
  const indent = table.isMarked === undefined ? '  ' : '    '
  return (
    <Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
      <Spans of={[span(indent), ...heading]} />
      {Array.from({ length: room }, (_, nth) => {
        const index = top + nth
        const here = focused && index === at
        const line = table.lineOf(index)
        return (
          <Spans
            key={table.keyOf(index)}
            of={[
              span(here ? `${glyphs.pointer} ` : '  ', 'accent'),
              ...marks(index),
              ...(here ? line.map(piece => ({ ...piece, bold: true })) : line),
            ]}
          />
        )
      })}
    </Box>
  )
}
