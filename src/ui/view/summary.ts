/** The run in two lines: how many of how many, how long still, how fast, and what is going on around it. */
import { ended, type Journey, type Plan, progressOf, type Snapshot } from '../../engine/index.ts'
import type { Glyphs } from '../theme.ts'
import { bytes, clockTime, counted, percent } from './format.ts'
import { elapsed } from './journeys.ts'
import { dotted, type Line, span } from './spans.ts'

const tallyOf = ({ machines }: Snapshot) => ({
  all: machines.length,
  done: machines.filter(({ journey }) => journey.phase.name === 'done').length,
})

/** 0–1 over all machines; one that failed came as far as it came. */
export const overallOf = ({ machines }: Snapshot, now: number): number =>
  machines.length === 0
    ? 0
    : machines.reduce((sum, { journey }) => sum + progressOf(journey, now).overall, 0) / machines.length

/** What goes over the wire now, in bytes a second. */
export const throughputOf = ({ machines }: Snapshot, now: number): number =>
  machines.reduce((sum, { journey }) => {
    const { amount, rate } = progressOf(journey, now)
    return amount?.unit === 'bytes' && rate !== null ? sum + rate : sum
  }, 0)

/** Running longest, of those that run. */
export const slowestOf = ({ machines }: Snapshot, now: number): Journey | null => {
  const running = machines
    .map(({ journey }) => journey)
    .filter(journey => !ended(journey) && !['pending', 'held'].includes(journey.phase.name))
  return running.reduce<Journey | null>(
    (slowest, journey) =>
      slowest === null || elapsed(journey, now) > elapsed(slowest, now) ? journey : slowest,
    null,
  )
}

/**
 * Milliseconds until the last machine that needs nobody: what a machine typically takes is learned from those that
 * are done, or from how far the others came; those that wait come in rounds of `parallel`. Null: too early to tell.
 */
export const etaOf = (snapshot: Snapshot, plan: Plan, now: number): number | null => {
  const journeys = snapshot.machines.map(({ journey }) => journey)
  const running = journeys.filter(
    journey => !ended(journey) && !['pending', 'held'].includes(journey.phase.name),
  )
  const pending = journeys.filter(({ phase }) => phase.name === 'pending').length
  if (running.length + pending === 0) return null
  const typical = typicalOf(journeys, running, now)
  if (typical === null) return null
  const longest = Math.max(0, ...running.map(journey => typical - elapsed(journey, now)))
  return longest + Math.ceil(pending / plan.provision.parallel) * typical
}

const typicalOf = (journeys: readonly Journey[], running: readonly Journey[], now: number): number | null => {
  const done = journeys.filter(({ phase }) => phase.name === 'done').map(journey => elapsed(journey, now))
  const known = done.length > 0 ? done : running.flatMap(journey => wholeOf(journey, now))
  return known.length === 0 ? null : (known.toSorted((a, b) => a - b)[Math.floor(known.length / 2)] ?? null)
}

/** A fifth of the way must lie behind it before anything can be said. */
const wholeOf = (journey: Journey, now: number): readonly number[] => {
  const { overall } = progressOf(journey, now)
  return overall < 0.2 ? [] : [elapsed(journey, now) / overall]
}

/** The header counts how they stand; here is how far all of them are, and how long it will take. */
export const summaryLine = (
  snapshot: Snapshot,
  plan: Plan,
  width: number,
  glyphs: Glyphs,
  now: number,
): Line => {
  const barWidth = Math.min(20, Math.floor(width / 8))
  const overall = overallOf(snapshot, now)
  const { all, done } = tallyOf(snapshot)
  const full = Math.floor(overall * barWidth)
  return [
    span(glyphs.track.done.repeat(full), done === all ? 'good' : 'busy'),
    span(glyphs.track.todo.repeat(barWidth - full), 'quiet'),
    span(` ${percent(overall)}  `.padEnd(7)),
    ...dotted(
      span(`${done} of ${all} installed`, done === all && all > 0 ? 'good' : undefined),
      ...paceOf(snapshot, plan, now),
    ),
  ]
}

const paceOf = (snapshot: Snapshot, plan: Plan, now: number) => {
  const slowest = slowestOf(snapshot, now)
  const eta = etaOf(snapshot, plan, now)
  const rate = throughputOf(snapshot, now)
  return [
    eta !== null && span(`about ${clockTime(eta)} left`),
    rate > 0 && span(`${bytes(rate)}/s`),
    slowest !== null && span(`slowest ${slowest.host} ${clockTime(elapsed(slowest, now))}`),
  ]
}

/** What goes on around the machines. */
export const surroundingsLine = (snapshot: Snapshot, now: number): Line => {
  const { serving, stage, startedAt, settled } = snapshot
  const until = settled === null ? now : startedAt + settled.seconds * 1000
  const strangers = Object.keys(snapshot.discovered).length
  return dotted(
    span(stages[stage], stage === 'stopping' ? 'warning' : 'quiet'),
    span(clockTime(until - startedAt), 'quiet'),
    serving !== null &&
      span(
        `${serving.address}, ${serving.mode === 'proxy' ? 'beside the address server' : 'giving addresses'}`,
        'quiet',
      ),
    ...buildsOf(snapshot),
    strangers > 0 && span(`${counted(strangers, 'unknown machine')} asked to boot`, 'waiting'),
    snapshot.warnings.length > 0 && span(`! ${counted(snapshot.warnings.length, 'warning')}`, 'warning'),
  )
}

const stages = { starting: 'starting', running: 'running', stopping: 'stopping', settled: 'over' } as const

const buildsOf = ({ builds }: Snapshot) =>
  Object.entries(builds).flatMap(([what, build]) => {
    if (build.state === 'built') return []
    if (build.state === 'failed') return [span(`build of ${what} failed`, 'bad')]
    const part = build.expected > 0 ? ` ${percent(Math.min(1, build.done / build.expected))}` : ''
    return [span(`building ${what}${part}`, 'busy')]
  })
