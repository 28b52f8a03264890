import { Box, Text } from 'ink'
import type { SiteProps } from '../screen.ts'

export const Network = ({ plan }: SiteProps) => (
  <Box flexDirection="column">
    {plan.networks.map(({ name, cidr, gateway }) => (
      <Text key={name} wrap="truncate">{`${name} ${cidr} ${gateway ?? ''}`}</Text>
    ))}
  </Box>
)
