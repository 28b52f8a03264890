/** The report: what was installed, how long each step took, and where everything is written down. */
import { Box } from 'ink'
import { Pane } from '../components/Pane.tsx'
import { Lines, Spans } from '../components/Spans.tsx'
import { Table } from '../components/Table.tsx'
import { useCursor } from '../components/useCursor.ts'
import type { RunProps } from '../screen.ts'
import { useCommands } from '../shell.ts'
import { journalLine, outcomeOf, reportColumns, reportRows, reportText, resultLine } from '../view/report.ts'
import { line, wrapTo } from '../view/spans.ts'
import { fitColumns, headerLine, tableLine } from '../view/table.ts'

/** Of the one the cursor is on: less where there is little. */
const detailFor = (rows: number): number => (rows < 18 ? 4 : 6)

export const End = ({ snapshot, plan, size, go, copy, save }: RunProps) => {
  const rows = reportRows(snapshot)
  const detailRows = detailFor(size.rows)
  const upper = size.rows - detailRows - 2
  const cursor = useCursor(
    'end.at',
    rows.map(({ machine }) => machine.journey.host),
    upper - 3,
  )
  const row = rows[cursor.at]
  useCommands({
    ...cursor.commands,
    ...(row === undefined ? {} : { open: () => go({ screen: 'machine', host: row.machine.journey.host }) }),
    copy: () => copy(reportText(snapshot)),
    save: () => save(`${plan.name}-report.txt`, reportText(snapshot)),
  })
  const width = size.columns - 4
  const fitted = fitColumns(reportColumns, rows, width - 2)
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Spans of={resultLine(snapshot)} />
      <Pane title="Report" width={size.columns} height={upper}>
        <Table
          heading={headerLine(fitted)}
          count={rows.length}
          top={cursor.top}
          at={cursor.at}
          rows={upper - 2}
          focused
          keyOf={index => rows[index]?.machine.journey.host ?? ''}
          lineOf={index => {
            const shown = rows[index]
            return shown === undefined ? [] : tableLine(fitted, shown)
          }}
        />
      </Pane>
      <Pane title={row?.machine.journey.host ?? 'Machine'} width={size.columns} height={detailRows}>
        <Lines
          lines={
            row === undefined
              ? []
              : wrapTo(outcomeOf(row.machine), width, detailRows - 2).map(text => line(text))
          }
          rows={detailRows - 2}
        />
      </Pane>
      <Spans of={line(journalLine(snapshot), 'quiet')} />
    </Box>
  )
}
