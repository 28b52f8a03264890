/** A frame with its name in the upper edge, and how it stands on the right of it. */
import { Box } from 'ink'
import type { ReactNode } from 'react'
import { useTheme } from '../shell.ts'
import type { Meaning } from '../theme.ts'
import { clipLine, type Line, span, bold as strong, widthOf } from '../view/spans.ts'
import { Spans } from './Spans.tsx'

export interface PaneProps {
  readonly title: string
  readonly status?: Line
  readonly is?: Meaning
  readonly selected?: boolean
  readonly width: number
  readonly height: number
  readonly children: ReactNode
}

export const Pane = ({ title, status = [], is = 'quiet', selected = false, ...size }: PaneProps) => {
  const { glyphs, colors, linear } = useTheme()
  const { width, height, children } = size
  const edge = selected ? 'accent' : is
  const color = colors[edge]
  return (
    <Box flexDirection="column" {...{ width, height }} flexShrink={0} overflow="hidden">
      <Spans of={upperEdge(title, status, edge, selected, width, linear ? unseen : corners[glyphs.border])} />
      <Box
        borderStyle={glyphs.border}
        borderTop={false}
        {...(color === undefined ? {} : { borderColor: color })}
        flexDirection="column"
        {...{ width }}
        height={height - 1}
        flexShrink={0}
        paddingX={1}
        overflow="hidden"
      >
        {children}
      </Box>
    </Box>
  )
}

const corners = { round: ['╭', '─', '╮'], classic: ['+', '-', '+'] } as const
const unseen = ['', '', ''] as const

const upperEdge = (
  title: string,
  status: Line,
  edge: Meaning,
  selected: boolean,
  width: number,
  [left, along, right]: readonly [string, string, string],
): Line => {
  const end = status.length === 0 ? [] : [span(' '), ...status, span(' ')]
  const name = clipLine([strong(` ${title} `, selected ? 'accent' : undefined)], width - 4 - lengthOf(end))
  const rest = width - 4 - lengthOf(name) - lengthOf(end)
  return [
    span(left + along, edge),
    ...name,
    span(along.repeat(Math.max(0, rest)), edge),
    ...end,
    span(along + right, edge),
  ]
}

const lengthOf = (line: Line): number => line.reduce((sum, { text }) => sum + widthOf(text), 0)
