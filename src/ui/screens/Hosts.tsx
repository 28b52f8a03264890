import { Box, Text } from 'ink'
import type { SiteProps } from '../screen.ts'
import { useCommands } from '../shell.ts'

export const Hosts = ({ plan, go }: SiteProps) => {
  useCommands({ begin: () => go({ screen: 'plan' }) })
  return (
    <Box flexDirection="column">
      {plan.hosts.map(({ name, macs, profile }) => (
        <Text key={name} wrap="truncate">{`${name} ${macs.join(' ')} ${profile}`}</Text>
      ))}
    </Box>
  )
}
