import { Box, Text } from 'ink'
import type { RunProps } from '../screen.ts'
import { describePhase } from '../view.ts'

export const End = ({ snapshot }: RunProps) => (
  <Box flexDirection="column">
    {snapshot.machines.map(({ journey }) => (
      <Text key={journey.host} wrap="truncate">{`${journey.host} ${describePhase(journey)}`}</Text>
    ))}
  </Box>
)
