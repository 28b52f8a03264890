import { Box, Text } from 'ink'
import { bindings } from '../keys.ts'
import type { ScreenProps } from '../screen.ts'

export const Help = ({ size }: ScreenProps) => (
  <Box flexDirection="column">
    {bindings.slice(0, size.rows).map(({ command, keys, help }) => (
      <Text key={command} wrap="truncate">{`${keys.join(' ')}  ${help}`}</Text>
    ))}
  </Box>
)
