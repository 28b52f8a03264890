/** Services below what they need, and where each stands. */
import { Box } from 'ink'
import { Pane } from '../components/Pane.tsx'
import { Lines } from '../components/Spans.tsx'
import { Table } from '../components/Table.tsx'
import { useCursor } from '../components/useCursor.ts'
import type { SiteProps } from '../screen.ts'
import { useCommands } from '../shell.ts'
import { serviceDetail, serviceLine, serviceRows, tallyServices } from '../view/services.ts'
import { line, span } from '../view/spans.ts'

const detailRows = 6

export const Services = ({ plan, snapshot, size, theme, go }: SiteProps) => {
  const rows = serviceRows(plan, snapshot, theme.glyphs)
  const upper = size.rows - detailRows
  const cursor = useCursor(
    'services.at',
    rows.map(({ name }) => name),
    upper - 3,
  )
  const row = rows[cursor.at]
  const runs = snapshot?.machines.some(({ journey }) => journey.host === row?.host) ?? false
  useCommands({
    ...cursor.commands,
    ...(row !== undefined && runs ? { open: () => go({ screen: 'machine', host: row.host }) } : {}),
  })
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Pane
        title="Services"
        status={[span(tallyServices(rows), 'quiet')]}
        width={size.columns}
        height={upper}
      >
        <Table
          heading={line(
            rows.length === 0 ? 'The site names no services.' : 'in the order they come up',
            'quiet',
          )}
          count={rows.length}
          top={cursor.top}
          at={cursor.at}
          rows={upper - 2}
          focused
          keyOf={index => rows[index]?.name ?? ''}
          lineOf={index => {
            const shown = rows[index]
            return shown === undefined ? [] : serviceLine(shown, rows, size.columns - 6, theme.glyphs)
          }}
        />
      </Pane>
      <Pane title={row?.name ?? 'Service'} width={size.columns} height={detailRows}>
        <Lines lines={row === undefined ? [] : serviceDetail(row, size.columns - 4)} rows={detailRows - 2} />
      </Pane>
    </Box>
  )
}
