/** The site's hosts: who is part of this run, what boots first on each; below them the machines nobody knows. */
import { Box } from 'ink'
import { useState } from 'react'
import { type Filter, FilterLine, useFilter } from '../components/Filter.tsx'
import { HostDetail, HostTable, Strangers } from '../components/HostTables.tsx'
import { Profiles } from '../components/Profiles.tsx'
import { nextSorting } from '../components/sorting.ts'
import { allOrNone, booting, toggled, useChoice } from '../components/useChoice.ts'
import { useCursor } from '../components/useCursor.ts'
import type { Handlers } from '../input/desk.ts'
import type { SiteProps } from '../screen.ts'
import { useCommands, useKept } from '../shell.ts'
import {
  adoption,
  discoveredRows,
  type HostRow,
  hostColumns,
  hostRooms,
  hostRows,
  mayChoose,
} from '../view/hosts.ts'
import { type Sorting, sortRows } from '../view/table.ts'

type HostsProps = SiteProps & { readonly host?: string }

export const Hosts = (props: HostsProps) => {
  const { size, profiles, focused } = props
  const [picking, setPicking] = useState<readonly string[] | null>(null)
  const change = useChoice(props)
  const list = useList(props)
  const { filter, rows, strangers, cursor, sorting, setSorting, room, row, stranger } = list
  useCommands({
    ...cursor.commands,
    ...filter.commands,
    ...nextSorting(hostColumns, sorting, setSorting),
    ...(props.snapshot === null ? choosing(props, list, change, setPicking) : {}),
    ...(row === undefined ? {} : { open: () => openHost(props, row) }),
    ...(stranger === undefined ? {} : { adopt: () => props.copy(adoption(props.plan, stranger)) }),
  })
  if (picking !== null && focused)
    return (
      <Profiles
        {...{ size, profiles }}
        hosts={picking}
        current={row?.profile ?? ''}
        pick={profile => change(choice => booting(choice, picking, profile))}
        close={() => setPicking(null)}
      />
    )
  const width = size.columns - 4
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <HostTable {...{ rows, cursor, sorting, width }} rowsShown={room.hosts} />
      {filter.shown && (
        <FilterLine {...{ filter, focused }} found={`${rows.length} of ${props.plan.hosts.length}`} />
      )}
      {strangers.length > 0 && (
        <Strangers {...{ strangers, width }} at={cursor.at - rows.length} rows={room.strangers} />
      )}
      <HostDetail
        {...{ row, stranger }}
        plan={props.plan}
        chosen={props.choice.hosts.length}
        columns={size.columns}
      />
    </Box>
  )
}

/** One cursor goes through both lists. */
const useList = ({ plan, choice, snapshot, size }: HostsProps) => {
  const [sorting, setSorting] = useKept<Sorting>('hosts.sorting', { key: '', reversed: false })
  const filter = useFilter('hosts.filter')
  const column = hostColumns.find(({ key }) => key === sorting.key)
  const rows = sortRows(hostRows(plan, choice, snapshot, filter.words), column, sorting.reversed)
  const strangers = discoveredRows(snapshot)
  const room = hostRooms(size.rows, strangers.length, filter.shown)
  const keys = [...rows.map(({ name }) => name), ...strangers.map(({ mac }) => mac)]
  const cursor = useCursor('hosts.at', keys, room.hosts - 1)
  const row = rows[cursor.at]
  const stranger = strangers[cursor.at - rows.length]
  return { filter, rows, strangers, cursor, sorting, setSorting, room, row, stranger }
}

interface Listed {
  readonly filter: Filter
  readonly rows: readonly HostRow[]
  readonly row: HostRow | undefined
}

/** Before the run. */
const choosing = (
  { go }: HostsProps,
  list: Listed,
  change: ReturnType<typeof useChoice>,
  pick: (hosts: readonly string[]) => void,
): Handlers => ({
  ...marking(list, change),
  profile: profileHandler(list, pick),
  begin: () => go({ screen: 'plan' }),
})

/** The marks are the choice itself. */
const marking = ({ row, rows }: Listed, change: ReturnType<typeof useChoice>): Handlers => ({
  'mark-all': () => change(choice => allOrNone(choice, namesOf(rows.filter(mayChoose)))),
  ...(row?.managed ? { mark: () => change(choice => toggled(choice, row.name)) } : {}),
})

/** With a filter it is meant for all that it shows; without one, for the one the cursor is on. */
const profileHandler = ({ filter, row, rows }: Listed, pick: (hosts: readonly string[]) => void) => {
  const meant = filter.words === '' ? [row].filter(each => each !== undefined) : rows
  const hosts = namesOf(meant.filter(mayChoose))
  return hosts.length === 0 ? undefined : () => pick(hosts)
}

const namesOf = (rows: readonly HostRow[]): readonly string[] => rows.map(({ name }) => name)

const openHost = ({ go, snapshot }: HostsProps, { name }: HostRow): void => {
  const runs = snapshot?.machines.some(({ journey }) => journey.host === name)
  go(runs ? { screen: 'machine', host: name } : { screen: 'network', host: name })
}
