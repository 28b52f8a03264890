import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import type { Size } from '../screen.ts'
import { useTheme } from '../shell.ts'
import type { Meaning } from '../theme.ts'
import { Tone } from './Tone.tsx'

export interface DialogProps {
  readonly size: Size
  readonly title: string
  readonly is?: Meaning
  readonly lines?: readonly string[]
  readonly children: ReactNode
}

/** Stands in the body's place; what does not fit of its lines is said to be left out, what is asked never is. */
export const Dialog = ({ size, title, is = 'accent', lines = [], children }: DialogProps) => {
  const { glyphs, colors } = useTheme()
  const room = Math.max(1, size.rows - 9)
  const shown = lines.length > room ? lines.slice(0, room - 1) : lines
  return (
    <Box
      flexDirection="column"
      borderStyle={glyphs.border}
      {...(colors[is] === undefined ? {} : { borderColor: colors[is] })}
      paddingX={1}
      width={Math.min(size.columns, 100)}
      alignSelf="flex-start"
      flexShrink={0}
      overflow="hidden"
    >
      <Tone is={is} bold>
        {title}
      </Tone>
      {shown.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text, in their order
        <Text key={index} wrap="truncate">
          {line}
        </Text>
      ))}
      {shown.length < lines.length && <Tone is="warning">{`and ${lines.length - shown.length} more`}</Tone>}
      <Box flexDirection="column" marginTop={1} flexShrink={0}>
        {children}
      </Box>
    </Box>
  )
}
