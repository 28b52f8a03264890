/** Machines being given another system: each on its way, and how long until it would go back. */
import { Box } from 'ink'
import { FilterLine, useFilter } from '../components/Filter.tsx'
import { Pane } from '../components/Pane.tsx'
import { Reader } from '../components/Reader.tsx'
import { Lines, Spans } from '../components/Spans.tsx'
import { Table } from '../components/Table.tsx'
import { useCursor } from '../components/useCursor.ts'
import type { DeployProps } from '../screen.ts'
import { useCommands, useKept } from '../shell.ts'
import {
  deployColumns,
  deployConfirmation,
  deployLines,
  deployRows,
  logOf,
  rollOutLine,
  wantsLook,
} from '../view/deploy.ts'
import { asText } from '../view/log.ts'
import { line } from '../view/spans.ts'
import { fitColumns, headerLine, tableLine } from '../view/table.ts'

type Standing = DeployProps['rollOut']['hosts'][number]

/** At least so many lines for the one the cursor is on; what the table leaves goes to it too. */
const leastDetail = 8

export const Deploy = (props: DeployProps) => {
  const { rollOut, plan, size, now, theme, focused, ask, begin } = props
  const { glyphs } = theme
  const [opened, setOpened] = useKept<string | null>('deploy.opened', null)
  const filter = useFilter('deploy.filter')
  const rows = deployRows(rollOut, filter.words)
  const room = Math.max(2, Math.min(rows.length + 1, size.rows - leastDetail - 2))
  const cursor = useCursor(
    'deploy.at',
    rows.map(({ host }) => host),
    room - 1,
  )
  const row = rows[cursor.at]
  const start = () => ask(deployConfirmation(rollOut, plan, Math.min(size.columns, 100) - 4, begin))
  const shown = rollOut.hosts.find(({ host }) => host === opened)
  useCommands(
    {
      ...cursor.commands,
      ...filter.commands,
      ...(row === undefined ? {} : { open: () => setOpened(row.host) }),
      ...(rollOut.stage === 'ready' ? { begin: start } : {}),
    },
    'screen',
    { active: shown === undefined },
  )
  if (shown !== undefined) return <One {...props} one={shown} leave={() => setOpened(null)} />
  const fitted = fitColumns(deployColumns(glyphs, now), rows, size.columns - 4)
  const detail = size.rows - 1 - room - (filter.shown ? 1 : 0)
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Spans of={rollOutLine(rollOut)} />
      <Table
        heading={headerLine(fitted)}
        count={rows.length}
        top={cursor.top}
        at={cursor.at}
        rows={room}
        focused
        keyOf={index => rows[index]?.host ?? ''}
        lineOf={index => {
          const shown = rows[index]
          return shown === undefined ? [] : tableLine(fitted, shown)
        }}
      />
      {filter.shown && (
        <FilterLine {...{ filter, focused }} found={`${rows.length} of ${rollOut.hosts.length}`} />
      )}
      {row === undefined ? (
        <Spans of={line('nothing fits the filter', 'quiet')} />
      ) : (
        <Detail {...props} one={row} rows={detail} />
      )}
    </Box>
  )
}

const edgeOf = (one: Standing) => (wantsLook(one) ? 'bad' : 'quiet')

/** What stands fast above, the newest of what was said below. */
const Detail = ({
  one,
  rows,
  size,
  theme,
  now,
}: DeployProps & { readonly one: Standing; readonly rows: number }) => {
  const inner = rows - 2
  const lines = deployLines(one, size.columns - 4, theme.glyphs, now)
  const log = logOf(one)
  const left = Math.max(0, inner - lines.length)
  return (
    <Pane title={one.host} width={size.columns} height={rows} is={edgeOf(one)}>
      <Lines lines={[...lines, ...(left === 0 ? [] : log.slice(-left))]} rows={inner} />
    </Pane>
  )
}

interface OneProps extends DeployProps {
  readonly one: Standing
  leave(): void
}

const One = ({ one, size, theme, now, focused, copy, save, leave }: OneProps) => {
  const width = size.columns - 4
  const lines = [...deployLines(one, width, theme.glyphs, now), ...logOf(one)]
  return (
    <Pane title={one.host} width={size.columns} height={size.rows} is={edgeOf(one)} selected>
      <Reader
        name={`deploy.${one.host}`}
        lines={lines}
        width={width}
        rows={size.rows - 2}
        focused={focused}
        follows
        commands={{
          back: leave,
          copy: () => copy(asText(lines)),
          save: () => save(`${one.host}-deploy.txt`, asText(lines)),
        }}
      />
    </Pane>
  )
}
