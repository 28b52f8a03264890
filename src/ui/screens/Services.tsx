import { Box, Text } from 'ink'
import type { SiteProps } from '../screen.ts'

export const Services = ({ plan }: SiteProps) => (
  <Box flexDirection="column">
    {plan.services.map(({ name, host, dependsOn }) => (
      <Text key={name} wrap="truncate">{`${name} on ${host} after ${dependsOn.join(', ')}`}</Text>
    ))}
  </Box>
)
