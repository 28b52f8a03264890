import { Box, Text } from 'ink'
import type { RunProps } from '../screen.ts'
import { useCommands, useKept } from '../shell.ts'
import { describePhase } from '../view.ts'

export const Run = ({ snapshot, go }: RunProps) => {
  const [at, setAt] = useKept('run.at', 0)
  const { machines } = snapshot
  const host = machines[at]?.journey.host
  useCommands({
    up: () => setAt(Math.max(0, at - 1)),
    down: () => setAt(Math.min(machines.length - 1, at + 1)),
    open: host === undefined ? undefined : () => go({ screen: 'machine', host }),
  })
  return (
    <Box flexDirection="column">
      {machines.map(({ journey }, index) => (
        <Text key={journey.host} wrap="truncate">
          {`${index === at ? '>' : ' '} ${journey.host} ${describePhase(journey)}`}
        </Text>
      ))}
    </Box>
  )
}
