/** Lines of the pure views, drawn: one Text each, cut at the edge. */
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { useTheme } from '../shell.ts'
import type { Line, Span } from '../view/spans.ts'

export const Spans = ({ of }: { readonly of: Line }) => {
  const { colors, glyphs } = useTheme()
  const isAscii = glyphs.border === 'classic'
  const pieces =
    of.length === 0
      ? ' '
      : of.map((piece, index) => (
          <Piece key={keyOf(index)} colors={colors} piece={isAscii ? inAscii(piece) : piece} />
        ))
  return isAscii ? <Cut>{pieces}</Cut> : <Text wrap="truncate">{pieces}</Text>
}

/** Ink marks what it cuts with a sign that is not ASCII: here the rest is only out of sight. */
const Cut = ({ children }: { readonly children: ReactNode }) => (
  <Box height={1} flexShrink={0} overflow="hidden">
    <Text wrap="hard">{children}</Text>
  </Box>
)

/** The views' own signs, one for one: a line stays as long as it was measured. */
const signs: Readonly<Record<string, string>> = { '…': '~', '·': '-', '–': '-', '→': '>' }

const inAscii = (piece: Span): Span => ({
  ...piece,
  text: piece.text.replace(/[…·–→]/g, sign => signs[sign] ?? sign),
})

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
