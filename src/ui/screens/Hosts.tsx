/** The site's hosts: who is part of this run, what boots first on each; below them the machines nobody knows. */
import { Box } from 'ink'
import { useState } from 'react'
import { FilterLine, useFilter } from '../components/Filter.tsx'
import { Pane } from '../components/Pane.tsx'
import { Profiles } from '../components/Profiles.tsx'
import { Lines } from '../components/Spans.tsx'
import { Table } from '../components/Table.tsx'
import { type Cursor, useCursor } from '../components/useCursor.ts'
import type { Handlers } from '../input/desk.ts'
import type { SiteProps } from '../screen.ts'
import { useCommands, useKept } from '../shell.ts'
import { counted } from '../view/format.ts'
import {
  adoption,
  discoveredColumns,
  discoveredRows,
  type HostRow,
  hostColumns,
  hostDetail,
  hostRows,
  mayChoose,
} from '../view/hosts.ts'
import { line } from '../view/spans.ts'
import { fitColumns, headerLine, sortRows, tableLine } from '../view/table.ts'

type HostsProps = SiteProps & { readonly host?: string }

export const Hosts = (props: HostsProps) => {
  const { plan, choice, snapshot, size, profiles, choose, focused } = props
  const [picking, setPicking] = useState<readonly string[] | null>(null)
  const [sorting, setSorting] = useKept('hosts.sorting', { key: '', reversed: false })
  const filter = useFilter('hosts.filter')
  const column = hostColumns.find(({ key }) => key === sorting.key)
  const rows = sortRows(hostRows(plan, choice, snapshot, filter.words), column, sorting.reversed)
  const strangers = discoveredRows(snapshot)
  const room = roomsOf(size.rows, rows.length, strangers.length, filter.shown)
  const cursor = useCursor(
    'hosts.at',
    [...rows.map(({ name }) => name), ...strangers.map(({ mac }) => mac)],
    room.hosts - 1,
  )
  const row = rows[cursor.at]
  const stranger = strangers[cursor.at - rows.length]

  useCommands({
    ...cursor.commands,
    ...filter.commands,
    ...sortCommands(sorting, setSorting),
    ...(snapshot === null ? choosing(props, row, rows, setPicking) : {}),
    ...(row === undefined ? {} : { open: () => openHost(props, row) }),
    ...(stranger === undefined ? {} : { adopt: () => props.copy(adoption(plan, stranger)) }),
    begin: () => props.go({ screen: 'plan' }),
  })

  if (picking !== null && focused)
    return (
      <Profiles
        {...{ size, profiles }}
        hosts={picking}
        current={row?.profile ?? ''}
        pick={profile => {
          const picked = Object.fromEntries(picking.map(name => [name, profile]))
          choose({ ...choice, profiles: { ...choice.profiles, ...picked } })
        }}
        close={() => setPicking(null)}
      />
    )

  const width = size.columns - 4
  const chosen = choice.hosts.length
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <HostTable {...{ rows, cursor, sorting, width }} rowsShown={room.hosts} arrows={props.theme.glyphs} />
      {filter.shown && (
        <FilterLine filter={filter} focused={focused} found={`${rows.length} of ${plan.hosts.length}`} />
      )}
      {strangers.length > 0 && (
        <Strangers {...{ strangers, width }} at={cursor.at - rows.length} rows={room.strangers} />
      )}
      <Pane
        title={stranger === undefined ? 'This host' : 'This machine'}
        status={line(`${counted(chosen, 'host')} in this run`, chosen > 0 ? 'accent' : 'warning')}
        width={size.columns}
        height={detailRows}
      >
        <Lines
          rows={detailRows - 2}
          lines={
            row !== undefined
              ? hostDetail(row)
              : stranger !== undefined
                ? [
                    line(adoption(plan, stranger)),
                    line('A copies this line for the site; then it is one of yours.', 'quiet'),
                  ]
                : [line('nothing fits the filter', 'quiet')]
          }
        />
      </Pane>
    </Box>
  )
}

const detailRows = 5

const roomsOf = (all: number, hosts: number, strangers: number, filtered: boolean) => {
  const left = all - detailRows - (filtered ? 1 : 0)
  const forStrangers = strangers === 0 ? 0 : Math.min(strangers + 1, Math.max(3, Math.floor(left / 3)))
  return {
    hosts: Math.max(2, Math.min(left - forStrangers, Math.max(hosts + 1, left - forStrangers))),
    strangers: forStrangers,
  }
}

interface Sorting {
  readonly key: string
  readonly reversed: boolean
}

const sortCommands = (sorting: Sorting, set: (sorting: Sorting) => void): Handlers => {
  const keys = ['', ...hostColumns.map(({ key }) => key)]
  const next = keys[(keys.indexOf(sorting.key) + 1) % keys.length] ?? ''
  return {
    sort: () => set({ ...sorting, key: next }),
    reverse: () => set({ ...sorting, reversed: !sorting.reversed }),
  }
}

/** Before the run: marks are the choice itself. */
const choosing = (
  { choice, choose }: HostsProps,
  row: HostRow | undefined,
  rows: readonly HostRow[],
  pick: (hosts: readonly string[]) => void,
): Handlers => {
  const among = rows.filter(mayChoose).map(({ name }) => name)
  const all = among.every(name => choice.hosts.includes(name))
  const others = choice.hosts.filter(name => !among.includes(name))
  const toggle = (name: string) =>
    choice.hosts.includes(name) ? choice.hosts.filter(each => each !== name) : [...choice.hosts, name]
  return {
    'mark-all': () => choose({ ...choice, hosts: all ? others : [...others, ...among] }),
    ...(row?.managed
      ? {
          mark: () => choose({ ...choice, hosts: toggle(row.name) }),
          profile: () => pick([row.name]),
        }
      : {}),
  }
}

const openHost = ({ go, snapshot }: HostsProps, { name }: HostRow): void => {
  const runs = snapshot?.machines.some(({ journey }) => journey.host === name)
  go(runs ? { screen: 'machine', host: name } : { screen: 'network', host: name })
}

interface HostTableProps {
  readonly rows: readonly HostRow[]
  readonly cursor: Cursor
  readonly sorting: Sorting
  readonly width: number
  readonly rowsShown: number
  readonly arrows: { readonly pointer: string }
}

const HostTable = ({ rows, cursor, sorting, width, rowsShown }: HostTableProps) => {
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
  readonly strangers: ReturnType<typeof discoveredRows>
  readonly width: number
  readonly at: number
  readonly rows: number
}

const Strangers = ({ strangers, width, at, rows }: StrangersProps) => {
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
