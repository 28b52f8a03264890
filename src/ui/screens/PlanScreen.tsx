import { Box, Text } from 'ink'
import { explain } from '../../engine/index.ts'
import type { SiteProps } from '../screen.ts'
import { useCommands } from '../shell.ts'

export const PlanScreen = ({ plan, choice, snapshot, refusal, begin, ask }: SiteProps) => {
  const confirm = () =>
    ask({
      title: `Install ${choice.hosts.length} machines`,
      lines: [`of ${plan.source}; blank disks are written without asking again.`],
      text: plan.name,
      verb: 'start',
      act: begin,
    })
  useCommands({ begin: snapshot === null ? confirm : undefined })
  return (
    <Box flexDirection="column">
      {plan.hosts.map(({ name, system, wave }) => (
        <Text key={name} wrap="truncate">{`wave ${wave}: ${name} becomes ${system}`}</Text>
      ))}
      {refusal !== null && <Text>{explain(refusal)}</Text>}
    </Box>
  )
}
