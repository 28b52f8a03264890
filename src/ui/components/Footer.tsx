import { Box, Text } from 'ink'
import { hintsFor } from '../footer.ts'
import { useAvailable, useTheme } from '../shell.ts'
import { Tone } from './Tone.tsx'

export const footerRows = 1

export interface FooterProps {
  readonly columns: number
  /** Said once, in the keys' place. */
  readonly told: string | null
}

export const Footer = ({ columns, told }: FooterProps) => {
  const hints = hintsFor(useAvailable(), columns)
  const { linear } = useTheme()
  return (
    <Box height={footerRows} flexShrink={0} overflow="hidden" gap={2}>
      {told !== null && (
        <Tone is="accent" wrap="truncate">
          {told}
        </Tone>
      )}
      {told === null &&
        hints.map(({ key, words }) => (
          <Text key={words} wrap="truncate">
            <Tone is="accent" bold>
              {key}
            </Tone>
            {` ${words}${linear ? ',' : ''}`}
          </Text>
        ))}
    </Box>
  )
}
