/** The machines of a run, as panes that flow or as rows; those that are not visible are not there. */
import { Box } from 'ink'
import { memo } from 'react'
import type { MachineState, Plan } from '../../engine/index.ts'
import { useTheme } from '../shell.ts'
import type { Glyphs } from '../theme.ts'
import { wantsAttention } from '../view/journeys.ts'
import { type Band, visibleBands, widthsOf } from '../view/layout.ts'
import { attentionLines, paneLines, paneStatus, rowHeader, rowLine } from '../view/pane.ts'
import { standingOf } from '../view/standing.ts'
import { Pane } from './Pane.tsx'
import { Lines } from './Spans.tsx'
import { Table } from './Table.tsx'

interface MachinePaneProps {
  readonly machine: MachineState
  readonly selected: boolean
  readonly width: number
  readonly height: number
  readonly plan: Plan
  readonly now: number
}

/** Drawn again only when its machine moved, or the second did. */
export const MachinePane = memo(({ machine, selected, width, height, plan, now }: MachinePaneProps) => {
  const { glyphs } = useTheme()
  const drawn = { plan, glyphs, now }
  const attention = wantsAttention(machine.journey)
  const inner = width - 4
  const rows = height - 2
  return (
    <Pane
      title={machine.journey.host}
      status={paneStatus(machine, drawn)}
      is={attention ? standingOf(machine.journey).is : 'quiet'}
      {...{ selected, width, height }}
    >
      <Lines
        rows={rows}
        lines={
          attention ? attentionLines(machine, inner, rows, drawn) : paneLines(machine, inner, rows, drawn)
        }
      />
    </Pane>
  )
})
MachinePane.displayName = 'MachinePane'

export interface MachinesProps {
  readonly machines: readonly MachineState[]
  readonly at: number
  readonly columns: number
  readonly rows: number
  readonly plan: Plan
  readonly now: number
}

export const MachinePanes = ({ bands, ...props }: MachinesProps & { readonly bands: readonly Band[] }) => {
  const { machines, at, columns, rows, plan, now } = props
  return (
    <Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
      {visibleBands(bands, at, rows).map(band => {
        const widths = widthsOf(band.columns, columns)
        return (
          <Box key={band.from} height={band.height} flexShrink={0} overflow="hidden">
            {machines.slice(band.from, band.to).map((machine, nth) => (
              <MachinePane
                key={machine.journey.host}
                machine={machine}
                selected={band.from + nth === at}
                width={widths[nth] ?? columns}
                height={band.height}
                {...{ plan, now }}
              />
            ))}
          </Box>
        )
      })}
    </Box>
  )
}

/** Below the rows, the pane of the one the cursor is on. */
export const MachineRows = ({ top, ...props }: MachinesProps & { readonly top: number }) => {
  const { machines, at, columns, rows, plan, now } = props
  const { glyphs }: { glyphs: Glyphs } = useTheme()
  const machine = machines[at]
  const below = detailHeight(rows, machines.length)
  const longest = Math.max(7, ...machines.map(({ journey }) => journey.host.length))
  const nameWidth = Math.min(longest, columns < 100 ? 16 : 28)
  return (
    <Box flexDirection="column" height={rows} flexShrink={0} overflow="hidden">
      <Table
        heading={rowHeader(nameWidth, columns)}
        count={machines.length}
        {...{ top, at }}
        rows={rows - below}
        focused
        keyOf={index => machines[index]?.journey.host ?? ''}
        lineOf={index => {
          const shown = machines[index]
          return shown === undefined ? [] : rowLine(shown, nameWidth, columns, { plan, glyphs, now })
        }}
      />
      {machine !== undefined && below > 0 && (
        <MachinePane machine={machine} selected width={columns} height={below} {...{ plan, now }} />
      )}
    </Box>
  )
}

/** Little room is the rows', but for what they leave over. */
export const detailHeight = (rows: number, machines: number): number => {
  const left = rows - machines - 1
  if (rows >= 14) return 7
  return left >= 4 ? Math.min(7, left) : 0
}
