import { Box, Text } from 'ink'
import type { Size } from '../screen.ts'

export const smallest: Size = { columns: 60, rows: 16 }

export const isTooSmall = ({ columns, rows }: Size): boolean =>
  columns < smallest.columns || rows < smallest.rows

/** The run goes on behind it, and so do its keys: q still asks, once there is room to ask. */
export const TooSmall = ({ size }: { readonly size: Size }) => (
  <Box width={size.columns} height={size.rows} overflow="hidden">
    <Text wrap="truncate">
      {`too small, need ${smallest.columns}×${smallest.rows} (this is ${size.columns}×${size.rows})`}
    </Text>
  </Box>
)
