/** The two lists of the hosts' screen, those of the site and those nobody knows, and the one the cursor is on. */
import type { Discovered, Plan } from '../../engine/index.ts'
import { counted } from '../view/format.ts'
import {
  adoption,
  detailRows,
  discoveredColumns,
  type HostRow,
  hostColumns,
  hostDetail,
} from '../view/hosts.ts'
import { line } from '../view/spans.ts'
import { fitColumns, headerLine, type Sorting, tableLine } from '../view/table.ts'
import { Pane } from './Pane.tsx'
import { Lines } from './Spans.tsx'
import { Table } from './Table.tsx'
import type { Cursor } from './useCursor.ts'

interface HostTableProps {
  readonly rows: readonly HostRow[]
  readonly cursor: Cursor
  readonly sorting: Sorting
  readonly width: number
  readonly rowsShown: number
}

export const HostTable = ({ rows, cursor, sorting, width, rowsShown }: HostTableProps) => {
  const fitted = fitColumns(hostColumns, rows, width)
  const at = (index: number) => rows[index]
  return (
    <Table
      heading={headerLine(fitted, sorting)}
      count={rows.length}
      top={Math.min(cursor.top, Math.max(0, rows.length - rowsShown + 1))}
      at={cursor.at}
      rows={rowsShown}
      focused
      isMarked={index => at(index)?.chosen ?? false}
      keyOf={index => at(index)?.name ?? ''}
      lineOf={index => {
        const row = at(index)
        return row === undefined ? [] : tableLine(fitted, row)
      }}
    />
  )
}

interface StrangersProps {
  readonly strangers: readonly Discovered[]
  readonly width: number
  readonly at: number
  readonly rows: number
}

export const Strangers = ({ strangers, width, at, rows }: StrangersProps) => {
  const fitted = fitColumns(discoveredColumns, strangers, width)
  return (
    <Table
      heading={headerLine(fitted)}
      count={strangers.length}
      top={Math.max(0, Math.min(at - rows + 2, strangers.length - rows + 1))}
      at={at}
      rows={rows}
      focused={at >= 0}
      keyOf={index => strangers[index]?.mac ?? ''}
      lineOf={index => {
        const stranger = strangers[index]
        return stranger === undefined ? [] : tableLine(fitted, stranger)
      }}
    />
  )
}

interface HostDetailProps {
  readonly row: HostRow | undefined
  readonly stranger: Discovered | undefined
  readonly plan: Plan
  readonly chosen: number
  readonly columns: number
}

export const HostDetail = ({ row, stranger, plan, chosen, columns }: HostDetailProps) => (
  <Pane
    title={stranger === undefined ? 'This host' : 'This machine'}
    status={line(`${counted(chosen, 'host')} in this run`, chosen > 0 ? 'accent' : 'warning')}
    width={columns}
    height={detailRows}
  >
    <Lines lines={detailOf(row, stranger, plan)} rows={detailRows - 2} />
  </Pane>
)

const detailOf = (row: HostRow | undefined, stranger: Discovered | undefined, plan: Plan) => {
  if (row !== undefined) return hostDetail(row)
  return stranger === undefined
    ? [line('nothing fits the filter', 'quiet')]
    : [
        line(adoption(plan, stranger)),
        line('A copies this line for the site; then it is one of yours.', 'quiet'),
      ]
}
