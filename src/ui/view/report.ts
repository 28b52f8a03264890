/** What came of the run: per machine how it ended and how long each step took. The same on the screen and as text. */
import {
  explain,
  type Journey,
  type MachineState,
  type PhaseName,
  type Snapshot,
  type Step,
  steps,
} from '../../engine/index.ts'
import { allEnded } from '../summary.ts'
import { clockTime, duration, precisely } from './format.ts'
import { elapsed, urgency } from './journeys.ts'
import { dotted, type Line, line, span, textOf } from './spans.ts'
import { standingOf } from './standing.ts'
import { type Column, fitColumns, headerLine, tableLine } from './table.ts'
import { chaptersOf } from './timeline.ts'
import { describeFault, diskStates } from './words.ts'

export interface ReportRow {
  readonly machine: MachineState
  /** Milliseconds in each step, over the last attempt. */
  readonly took: Readonly<Record<Step, number>>
  readonly all: number
}

const stepOf: Readonly<Partial<Record<PhaseName, Step>>> = {
  checking: 'wake',
  waking: 'wake',
  offered: 'boot',
  fetching: 'boot',
  booting: 'boot',
  phonedHome: 'boot',
  held: 'disko',
  partitioning: 'disko',
  copying: 'install',
  installing: 'install',
  rebooting: 'reboot',
  verifying: 'reboot',
  healthChecking: 'health',
}

export const reportRows = ({ machines }: Snapshot): readonly ReportRow[] =>
  machines
    .map(machine => ({
      machine,
      took: timesOf(machine.journey),
      all: elapsed(machine.journey, machine.journey.since),
    }))
    .toSorted((one, other) => urgency(one.machine.journey) - urgency(other.machine.journey))

const timesOf = (journey: Journey): ReportRow['took'] => {
  const times = { wake: 0, boot: 0, disko: 0, install: 0, reboot: 0, health: 0 }
  for (const { name, took, attempt } of chaptersOf(journey)) {
    const step = stepOf[name]
    if (step !== undefined && attempt === journey.attempt) times[step] += took ?? 0
  }
  return times
}

/** A step it never came to took no time at all. */
const seconds = (milliseconds: number): string => (milliseconds === 0 ? '' : precisely(milliseconds))

export const reportColumns: readonly Column<ReportRow>[] = [
  { key: 'name', title: 'MACHINE', text: ({ machine }) => machine.journey.host, narrowest: 8, widest: 24 },
  {
    key: 'result',
    title: 'RESULT',
    text: ({ machine }) => standingOf(machine.journey).word,
    is: ({ machine }) => standingOf(machine.journey).is,
  },
  ...steps.map((step, index) => ({
    key: step,
    title: step.toUpperCase(),
    text: ({ took }: ReportRow) => seconds(took[step]),
    side: 'right' as const,
    spare: index === 3 ? 6 : index,
  })),
  { key: 'all', title: 'ALL', text: ({ all }) => clockTime(all), side: 'right' },
]

export const resultLine = (snapshot: Snapshot): Line => {
  const { settled } = snapshot
  if (settled === null)
    return allEnded(snapshot)
      ? line('Every machine has come to its end; the run itself ends when you leave it.')
      : line('The run is not over yet; this is how far it has come.', 'busy')
  const { installed, skipped, failed, aborted } = settled
  return dotted(
    span(`${installed} installed`, installed > 0 ? 'good' : undefined),
    skipped > 0 && span(`${skipped} skipped`, 'quiet'),
    failed > 0 && span(`${failed} failed`, 'bad'),
    aborted > 0 && span(`${aborted} aborted`, 'bad'),
    span(`in ${duration(settled.seconds * 1000)}`),
  )
}

/** Why a machine is not installed, or what it became. */
export const outcomeOf = ({ journey }: MachineState): string => {
  const { phase } = journey
  if (phase.name === 'held') return `held: ${describeFault(phase.fault)}`
  if (phase.name === 'failed') return `${describeFault(phase.fault)} (its disk is ${diskStates[phase.disk]})`
  if (phase.name === 'aborted') return `aborted while ${phase.in}; its disk is ${diskStates[phase.disk]}`
  if (phase.name === 'done') return `${phase.address} runs ${phase.system}`
  return phase.name === 'skipped' ? phase.why : 'not over yet'
}

export const journalLine = ({ settled }: Snapshot): string =>
  settled === null || settled.journal === null ? '' : `Everything it did is in ${settled.journal}`

/** For the terminal once the screen is gone, for a file, for a clipboard: no colour, any width. */
export const reportOf = (snapshot: Snapshot, width = 100): readonly string[] => {
  const rows = reportRows(snapshot)
  const fitted = fitColumns(reportColumns, rows, width)
  const journal = journalLine(snapshot)
  return [
    textOf(resultLine(snapshot)),
    '',
    textOf(headerLine(fitted)),
    ...rows.map(row => textOf(tableLine(fitted, row))),
    '',
    ...rows.map(({ machine }) => `${machine.journey.host}: ${outcomeOf(machine)}`),
    ...snapshot.warnings.map(warning => `warning: ${explain(warning)}`),
    ...(journal === '' ? [] : ['', journal]),
  ]
}

export const reportText = (snapshot: Snapshot): string => `${reportOf(snapshot).join('\n')}\n`
