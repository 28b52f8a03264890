/** The run: every machine on its way, those that want somebody first. */
import { Box } from 'ink'
import { actionHandlers } from '../components/actions.ts'
import { FilterLine, useFilter } from '../components/Filter.tsx'
import { detailHeight, MachinePanes, MachineRows } from '../components/Machines.tsx'
import { Spans } from '../components/Spans.tsx'
import { useCursor } from '../components/useCursor.ts'
import type { Handlers } from '../input/desk.ts'
import type { RunProps } from '../screen.ts'
import { useCommands, useKept } from '../shell.ts'
import { wantsAttention } from '../view/journeys.ts'
import { layoutOf } from '../view/layout.ts'
import { orderMachines, type RunSorting, runSortings } from '../view/order.ts'
import { line } from '../view/spans.ts'
import { summaryLine, surroundingsLine } from '../view/summary.ts'

export const Run = (props: RunProps) => {
  const { snapshot, plan, size, now, theme, focused, go } = props
  const [sorting, setSorting] = useKept<Sorting>('run.sorting', { by: 'urgency', reversed: false })
  const [wish, setWish] = useKept<'panes' | 'rows' | null>('run.form', theme.linear ? 'rows' : null)
  const filter = useFilter('run.filter')
  const machines = orderMachines(snapshot.machines, plan, { ...sorting, filter: filter.words }, now)
  const rows = size.rows - 2 - (filter.shown ? 1 : 0)
  const attention = sorting.by === 'urgency' && !sorting.reversed ? leading(machines) : 0
  const layout = layoutOf(attention, machines.length, { columns: size.columns, rows }, wish)
  const cursor = useCursor(
    'run.at',
    machines.map(({ journey }) => journey.host),
    layout.form === 'rows' ? rows - detailHeight(rows, machines.length) - 1 : 3,
  )
  const machine = machines[cursor.at]
  useCommands({
    ...cursor.commands,
    ...filter.commands,
    ...arranging(sorting, setSorting),
    ...actionHandlers(machine, props),
    dense: () => setWish(layout.form === 'rows' ? 'panes' : 'rows'),
    ...(machine === undefined ? {} : { open: () => go({ screen: 'machine', host: machine.journey.host }) }),
  })
  const drawn = { machines, plan, now, rows, at: cursor.at, columns: size.columns }
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Spans of={summaryLine(snapshot, plan, size.columns, theme.glyphs, now)} />
      <Spans of={surroundingsLine(snapshot, now)} />
      {layout.form === 'panes' ? (
        <MachinePanes {...drawn} bands={layout.bands} />
      ) : (
        <MachineRows {...drawn} top={cursor.top} />
      )}
      {machines.length === 0 && filter.words !== '' && (
        <Spans of={line('no machine fits the filter', 'quiet')} />
      )}
      {filter.shown && (
        <FilterLine
          filter={filter}
          focused={focused}
          found={`${machines.length} of ${snapshot.machines.length}`}
        />
      )}
    </Box>
  )
}

interface Sorting {
  readonly by: RunSorting
  readonly reversed: boolean
}

const arranging = (sorting: Sorting, set: (sorting: Sorting) => void): Handlers => ({
  sort: () =>
    set({
      ...sorting,
      by: runSortings[(runSortings.indexOf(sorting.by) + 1) % runSortings.length] ?? 'urgency',
    }),
  reverse: () => set({ ...sorting, reversed: !sorting.reversed }),
})

/** Only what stands in front gets the tall panes; with another sorting they are anywhere. */
const leading = (machines: Parameters<typeof orderMachines>[0]): number => {
  const calm = machines.findIndex(({ journey }) => !wantsAttention(journey))
  return calm < 0 ? machines.length : calm
}
