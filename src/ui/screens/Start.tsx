import { Box, Text } from 'ink'
import { explain } from '../../engine/index.ts'
import type { StartProps } from '../screen.ts'

export const Start = ({ site }: StartProps) => (
  <Box flexDirection="column">
    {site.state === 'refused' ? (
      site.faults.map(fault => <Text key={`${fault.place} ${fault.code}`}>{explain(fault)}</Text>)
    ) : (
      <Text>{site.state === 'looking' ? `looking at ${site.source}` : 'no site here'}</Text>
    )}
  </Box>
)
