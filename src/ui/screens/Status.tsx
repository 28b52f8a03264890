/** Where every machine is and stands, looked at again and again for as long as somebody looks. */
import { Box } from 'ink'
import { useEffect, useMemo } from 'react'
import { FilterLine, useFilter } from '../components/Filter.tsx'
import { Pane } from '../components/Pane.tsx'
import { Reader } from '../components/Reader.tsx'
import { Lines, Spans } from '../components/Spans.tsx'
import { nextSorting } from '../components/sorting.ts'
import { Table } from '../components/Table.tsx'
import { useCursor } from '../components/useCursor.ts'
import { useObserved } from '../observed.ts'
import type { StatusProps } from '../screen.ts'
import { useCommands, useKept } from '../shell.ts'
import { throttled } from '../throttled.ts'
import { faultLines } from '../view/plan.ts'
import { line } from '../view/spans.ts'
import {
  type StatusRow,
  statusColumns,
  statusLines,
  statusRows,
  statusTally,
  statusText,
} from '../view/status.ts'
import { fitColumns, headerLine, type Sorting, sortRows, tableLine } from '../view/table.ts'

export const Status = (props: StatusProps) => {
  const { status, size, theme } = props
  if (status.state === 'open') return <Looked {...props} status={status} />
  const lines =
    status.state === 'refused'
      ? faultLines(status.fault, size.columns - 4, theme.glyphs, 'bad')
      : [line('reading what is known of the machines', 'busy')]
  return (
    <Pane
      title="Status"
      width={size.columns}
      height={size.rows}
      is={status.state === 'refused' ? 'bad' : 'quiet'}
    >
      <Lines lines={lines} rows={size.rows - 2} />
    </Pane>
  )
}

type Open = Extract<StatusProps['status'], { state: 'open' }>
type LookedProps = Omit<StatusProps, 'status'> & { readonly status: Open }

/** Milliseconds between two drawings of what was seen. */
const period = 100
const detailRows = 7

const Looked = (props: LookedProps) => {
  const { size, now, theme, focused, deploy } = props
  const [opened, setOpened] = useKept<string | null>('status.opened', null)
  const list = useList(props)
  const { rows, all, cursor, filter, row } = list
  const glyphs = theme.glyphs
  useCommands(
    {
      ...cursor.commands,
      ...list.commands,
      ...filter.commands,
      ...(row === undefined ? {} : { open: () => setOpened(row.host) }),
      ...(deploy === null ? {} : { begin: () => deploy(null) }),
    },
    'screen',
    { active: opened === null },
  )
  const shown = all.find(({ host }) => host === opened)
  if (shown !== undefined) return <One {...props} row={shown} leave={() => setOpened(null)} />
  const fitted = fitColumns(statusColumns(glyphs, now), rows, size.columns - 4)
  const inner = size.columns - 4
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Spans of={statusTally(all)} />
      <Table
        heading={headerLine(fitted, list.sorting)}
        count={rows.length}
        top={cursor.top}
        at={cursor.at}
        rows={list.room}
        focused
        keyOf={index => rows[index]?.host ?? ''}
        lineOf={index => {
          const shown = rows[index]
          return shown === undefined ? [] : tableLine(fitted, shown)
        }}
      />
      {filter.shown && <FilterLine {...{ filter, focused }} found={`${rows.length} of ${all.length}`} />}
      <Pane title={row?.host ?? 'Machine'} width={size.columns} height={detailRows}>
        <Lines
          lines={
            row === undefined
              ? [line('nothing fits the filter', 'quiet')]
              : statusLines(row, inner, glyphs, now)
          }
          rows={detailRows - 2}
        />
      </Pane>
    </Box>
  )
}

const useList = (props: LookedProps) => {
  const { status, size, now, theme, plan, copy, save } = props
  const seen = useWatch(status.watch)
  const [sorting, setSorting] = useKept<Sorting>('status.sorting', { key: '', reversed: false })
  const filter = useFilter('status.filter')
  const columns = statusColumns(theme.glyphs, now)
  const column = columns.find(({ key }) => key === sorting.key)
  const all = statusRows(status.hosts, seen, '')
  const rows = sortRows(statusRows(status.hosts, seen, filter.words), column, sorting.reversed)
  const room = Math.max(2, size.rows - detailRows - 1 - (filter.shown ? 1 : 0))
  const cursor = useCursor(
    'status.at',
    rows.map(({ host }) => host),
    room - 1,
  )
  const text = () => statusText(rows, theme.glyphs)
  const commands = {
    refresh: status.watch.refresh,
    ...nextSorting(columns, sorting, setSorting),
    copy: () => copy(text()),
    save: () => save(`${plan.name}-status.txt`, text()),
  }
  return { all, rows, cursor, filter, sorting, room, commands, row: rows[cursor.at] }
}

/** Nobody is bothered while nobody looks. */
const useWatch = (watch: Open['watch']) => {
  useEffect(() => {
    const gone = new AbortController()
    void watch.run(gone.signal)
    return () => gone.abort()
  }, [watch])
  const calm = useMemo(() => throttled(watch, period), [watch])
  return useObserved(calm) ?? watch.getSnapshot()
}

interface OneProps extends LookedProps {
  readonly row: StatusRow
  leave(): void
}

const One = ({ row, size, theme, now, focused, status, deploy, leave }: OneProps) => (
  <Pane title={row.host} width={size.columns} height={size.rows} selected>
    <Reader
      name={`status.${row.host}`}
      lines={statusLines(row, size.columns - 4, theme.glyphs, now)}
      width={size.columns - 4}
      rows={size.rows - 2}
      focused={focused}
      commands={{
        ...{ back: leave, refresh: status.watch.refresh },
        ...(deploy === null ? {} : { begin: () => deploy([row.host]) }),
      }}
    />
  </Pane>
)
