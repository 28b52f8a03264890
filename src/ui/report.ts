/** What a run came to, in plain lines: the last thing on the operator's own screen. Pure. */
import { explain, type Journey, type MachineState, type Snapshot } from '../engine/index.ts'
import { describePhase, describeRunEvent } from './view.ts'

export const reportOf = (snapshot: Snapshot, now: number): readonly string[] => [
  ...snapshot.machines.flatMap(machine => machineLines(machine, now)),
  ...snapshot.warnings.map(warning => `warning: ${explain(warning)}`),
  ...settledLines(snapshot, now),
]

const machineLines = ({ journey }: MachineState, now: number): readonly string[] => {
  const spent = phasesOf(journey, now)
  const line = `${journey.host.padEnd(16)} ${journey.phase.name.padEnd(8)} ${describePhase(journey)}`
  return spent === '' ? [line] : [line, `${' '.repeat(26)}${spent}`]
}

/** How long each phase of the last attempt took; what took no time is not told. */
const phasesOf = ({ past, since, attempt }: Journey, now: number): string => {
  const chapters = past.filter(chapter => chapter.attempt === attempt && chapter.name !== 'pending')
  return chapters
    .map(({ name, since: from }, index) => ({
      name,
      seconds: ((chapters[index + 1]?.since ?? since ?? now) - from) / 1000,
    }))
    .filter(({ seconds }) => seconds >= 0.05)
    .map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`)
    .join(', ')
}

const settledLines = ({ settled, startedAt }: Snapshot, now: number): readonly string[] => {
  if (settled === null) return [`not over after ${Math.round((now - startedAt) / 1000)} s`]
  const words = describeRunEvent({ type: 'settled', at: now, ...settled })
  return words === undefined ? [] : [words]
}
