import { Box, Text } from 'ink'
import type { MachineProps } from '../screen.ts'

export const Machine = ({ snapshot, host, size }: MachineProps) => {
  const machine = snapshot.machines.find(({ journey }) => journey.host === host)
  return (
    <Box flexDirection="column">
      <Text>{host}</Text>
      <Text wrap="truncate">
        {machine?.log
          .slice(1 - size.rows)
          .map(({ line }) => line)
          .join('\n')}
      </Text>
    </Box>
  )
}
