/** One machine: where its time went, what was said on the wire, what it is, and its log. */
import { Box } from 'ink'
import { actionHandlers } from '../components/actions.ts'
import { Pane } from '../components/Pane.tsx'
import { Reader } from '../components/Reader.tsx'
import { Spans } from '../components/Spans.tsx'
import { Tabs } from '../components/Tabs.tsx'
import { Trace } from '../components/Trace.tsx'
import type { Handlers } from '../input/desk.ts'
import type { MachineProps } from '../screen.ts'
import { useCommands, useKept } from '../shell.ts'
import { factLines } from '../view/facts.ts'
import { actionsFor, wantsAttention } from '../view/journeys.ts'
import { asText, logLines } from '../view/log.ts'
import { orderMachines } from '../view/order.ts'
import { keysLine, paneStatus } from '../view/pane.ts'
import { apart, bold, type Line, line, span } from '../view/spans.ts'
import { timelineLines } from '../view/timeline.ts'
import { trackLine } from '../view/track.ts'

const tabs = ['timeline', 'boot trace', 'log', 'facts & disks'] as const
type Tab = (typeof tabs)[number]

export const Machine = (props: MachineProps) => {
  const { snapshot, plan, host, size, theme, now, copy, save } = props
  const [tab, setTab] = useKept<Tab>('machine.tab', 'timeline')
  const machine = snapshot.machines.find(({ journey }) => journey.host === host)
  const site = plan.hosts.find(({ name }) => name === host)
  const content = contentOf(props, tab)
  const fileName = `${host}-${tab.replaceAll(/\W+/g, '-')}.txt`
  useCommands({
    ...switching(tab, setTab),
    ...travelling(props),
    ...actionHandlers(machine, props),
    ...(content === null
      ? {}
      : {
          copy: () => copy(asText(content)),
          save: () => save(fileName, asText(content)),
        }),
  })
  if (machine === undefined || site === undefined)
    return <Spans of={line(`${host} is not part of this run`, 'warning')} />

  const { glyphs } = theme
  const status = paneStatus(machine, { plan, glyphs, now })
  const inner = { width: size.columns - 4, rows: size.rows - 5 }
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Spans
        of={apart(
          [bold(host), span(`  ${site.macs[0] ?? ''}`, 'quiet')],
          keysLine(actionsFor(machine.journey)),
          size.columns,
        )}
      />
      <Spans of={trackLine(machine.journey, size.columns, glyphs, now)} />
      <Tabs names={tabs} current={tab} />
      <Pane
        title={tab}
        status={status}
        is={wantsAttention(machine.journey) ? 'warning' : 'quiet'}
        width={size.columns}
        height={size.rows - 3}
      >
        {tab === 'boot trace' ? (
          <Trace
            key={host}
            name={`machine.${host}.trace`}
            trace={machine.trace}
            focused={props.focused}
            copy={lines => copy(asText(lines))}
            save={lines => save(fileName, asText(lines))}
            {...inner}
          />
        ) : (
          <Reader
            key={`${host} ${tab}`}
            name={`machine.${host}.${tab}`}
            lines={content ?? []}
            follows={tab === 'log' || tab === 'timeline'}
            focused={props.focused}
            {...inner}
          />
        )}
      </Pane>
    </Box>
  )
}

/** The trace opens what it shows by itself. */
const contentOf = (props: MachineProps, tab: Tab): readonly Line[] | null => {
  const { snapshot, plan, host, size, theme, now } = props
  const machine = snapshot.machines.find(({ journey }) => journey.host === host)
  const site = plan.hosts.find(({ name }) => name === host)
  if (machine === undefined || site === undefined || tab === 'boot trace') return null
  const width = size.columns - 4
  if (tab === 'log')
    return machine.log.length === 0 ? [line('it has said nothing yet', 'quiet')] : logLines(machine.log)
  return tab === 'timeline'
    ? timelineLines(machine.journey, plan, width, theme.glyphs, now)
    : factLines(site, machine, width, theme.glyphs, now)
}

const switching = (tab: Tab, set: (tab: Tab) => void): Handlers => {
  const by = (step: number) => () =>
    set(tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? 'timeline')
  return { 'next-tab': by(1), 'previous-tab': by(-1) }
}

/** To the machines beside it, in the order of the site: it does not change while one looks. */
const travelling = ({ snapshot, plan, host, go, now }: MachineProps): Handlers => {
  const order = { by: 'name', reversed: false, filter: '' } as const
  const hosts = orderMachines(snapshot.machines, plan, order, now).map(({ journey }) => journey.host)
  const at = hosts.indexOf(host)
  const by = (step: number) => () =>
    go({ screen: 'machine', host: hosts[(at + step + hosts.length) % hosts.length] ?? host })
  return hosts.length > 1 ? { 'next-host': by(1), 'previous-host': by(-1) } : {}
}
