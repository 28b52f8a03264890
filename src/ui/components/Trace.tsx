/** The exchanges of a boot, one line each; Enter opens one to the decoded packets, which wide screens show beside. */
import { Box } from 'ink'
import { useState } from 'react'
import type { TraceLine } from '../../engine/index.ts'
import { useCommands } from '../shell.ts'
import { blank, bold, type Line, line } from '../view/spans.ts'
import { detailLines, type TraceRow, traceLine, traceRows } from '../view/trace.ts'
import { Reader } from './Reader.tsx'
import { Lines } from './Spans.tsx'
import { Table } from './Table.tsx'
import { useCursor } from './useCursor.ts'

export interface TraceProps {
  readonly name: string
  readonly trace: readonly TraceLine[]
  readonly width: number
  readonly rows: number
  readonly focused: boolean
  /** What is shown, as text: to the clipboard or a file. */
  copy(lines: readonly Line[]): void
  save(lines: readonly Line[]): void
}

export const Trace = ({ name, trace, width, rows, focused, copy, save }: TraceProps) => {
  const [open, setOpen] = useState(false)
  const exchanges = traceRows(trace)
  const wide = width >= 130
  const cursor = useCursor(
    name,
    exchanges.map(({ key }) => key),
    rows - 1,
  )
  const row = exchanges[cursor.at]
  const isOpen = open && row !== undefined
  const all = exchanges.flatMap(each => [
    traceLine(each, Number.POSITIVE_INFINITY),
    ...detailLines(each),
    blank,
  ])
  useCommands(
    {
      ...cursor.commands,
      ...(row === undefined
        ? {}
        : { open: () => setOpen(true), copy: () => copy(all), save: () => save(all) }),
    },
    'screen',
    { active: !isOpen },
  )
  if (isOpen)
    return <Packet {...{ name, row, width, rows, focused, copy, save }} close={() => setOpen(false)} />
  const left = wide ? Math.floor(width * 0.55) : width
  return (
    <Box width={width} height={rows} flexShrink={0} overflow="hidden" gap={2}>
      <Box width={left} flexShrink={0} overflow="hidden">
        <Table
          heading={line(
            exchanges.length === 0 ? 'nothing was heard of it yet' : 'TIME     WHAT  EXCHANGE',
            'quiet',
          )}
          count={exchanges.length}
          top={cursor.top}
          at={cursor.at}
          {...{ rows, focused }}
          keyOf={index => exchanges[index]?.key ?? ''}
          lineOf={index => {
            const shown = exchanges[index]
            return shown === undefined ? [] : traceLine(shown, left - 2)
          }}
        />
      </Box>
      {wide && row !== undefined && (
        <Box flexDirection="column" overflow="hidden">
          <Lines lines={[[bold('decoded', 'accent')], ...detailLines(row)]} rows={rows} />
        </Box>
      )}
    </Box>
  )
}

interface PacketProps extends Omit<TraceProps, 'trace'> {
  readonly row: TraceRow
  close(): void
}

const Packet = ({ name, row, width, rows, focused, copy, save, close }: PacketProps) => {
  const lines = [traceLine(row, width), blank, ...detailLines(row)]
  return (
    <Reader
      key={row.key}
      name={`${name}.${row.key}`}
      lines={lines}
      commands={{ back: close, open: close, copy: () => copy(lines), save: () => save(lines) }}
      {...{ width, rows, focused }}
    />
  )
}
