/** Lines of the pure views, drawn: one Text each, cut at the edge. */
import { Box, Text } from 'ink'
import { useTheme } from '../shell.ts'
import type { Line, Span } from '../view/spans.ts'

export const Spans = ({ of }: { readonly of: Line }) => {
  const { colors } = useTheme()
  return (
    <Text wrap="truncate">
      {of.length === 0 ? ' ' : of.map((piece, index) => <Piece key={keyOf(index)} {...{ piece, colors }} />)}
    </Text>
  )
}

interface PieceProps {
  readonly piece: Span
  readonly colors: ReturnType<typeof useTheme>['colors']
}

const Piece = ({ piece: { text, is, bold = false, inverse = false }, colors }: PieceProps) => {
  const color = is === undefined ? undefined : colors[is]
  return (
    <Text {...{ bold, inverse }} {...(color === undefined ? {} : { color })}>
      {text}
    </Text>
  )
}

/** What has no name of its own is known by its place. */
const keyOf = (index: number): string => `at ${index}`

export interface LinesProps {
  readonly lines: readonly Line[]
  readonly rows: number
}

export const Lines = ({ lines, rows }: LinesProps) => (
  <Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
    {lines.slice(0, rows).map((line, index) => (
      <Spans key={keyOf(index)} of={line} />
    ))}
  </Box>
)
