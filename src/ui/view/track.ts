/** The six steps of a journey as one line: how far it came, where it is, where it stopped. */
import { type Journey, type Progress, progressOf, type Step, steps } from '../../engine/index.ts'
import type { Glyphs, Meaning } from '../theme.ts'
import { bytes, clockTime } from './format.ts'
import { type Line, span } from './spans.ts'

export interface Leg {
  readonly step: Step
  readonly state: 'done' | 'now' | 'stopped' | 'todo'
  /** 0–1 of this step. */
  readonly fraction: number
}

export const legsOf = (journey: Journey, now: number): readonly Leg[] => {
  const { phase } = journey
  const { step, fraction } = progressOf(journey, now)
  const at = step === null ? (phase.name === 'done' ? steps.length : 0) : steps.indexOf(step)
  const stopped = ['held', 'failed', 'aborted'].includes(phase.name)
  return steps.map((name, index) => {
    if (index < at) return { step: name, state: 'done', fraction: 1 }
    if (index > at || step === null) return { step: name, state: 'todo', fraction: 0 }
    return stopped
      ? { step: name, state: 'stopped', fraction: 0 }
      : { step: name, state: 'now', fraction: fraction ?? 0 }
  })
}

/** Each step gets its part of the width, with room a blank between them; what is left over goes to the first. */
export const trackLine = (journey: Journey, width: number, glyphs: Glyphs, now: number): Line => {
  const gap = width >= 2 * steps.length - 1 ? ' ' : ''
  const room = Math.max(steps.length, width - gap.length * (steps.length - 1))
  const legs = legsOf(journey, now)
  return legs.flatMap((leg, index) => {
    const wide = Math.floor(room / legs.length) + (index < room % legs.length ? 1 : 0)
    return [...(index > 0 ? [span(gap)] : []), ...drawn(leg, wide, journey, glyphs)]
  })
}

const drawn = ({ state, fraction }: Leg, wide: number, { phase }: Journey, { track }: Glyphs): Line => {
  if (state === 'done') return [span(track.done.repeat(wide), 'good')]
  if (state === 'todo') return [span(track.todo.repeat(wide), 'quiet')]
  if (state === 'stopped') return [span(track.stopped.repeat(wide), stoppedBy(phase.name))]
  const done = Math.max(1, Math.floor(wide * fraction))
  return [span(track.done.repeat(done), 'busy'), span(track.todo.repeat(wide - done), 'busy')]
}

const stoppedBy = (phase: Journey['phase']['name']): Meaning => (phase === 'held' ? 'warning' : 'bad')

/** `412 MB of 1.2 GB, 113 MB/s, 0:07 left`, `18.0 of 150 MB, …`; nothing when nothing is counted. */
export const describeProgress = ({ amount, rate, eta }: Progress): string => {
  if (amount === null) return ''
  const count = (number: number): string => (amount.unit === 'bytes' ? bytes(number) : String(number))
  const unit = amount.unit === 'paths' ? ' paths' : ''
  const pace = rate === null ? [] : [amount.unit === 'bytes' ? `${bytes(rate)}/s` : `${rate.toFixed(1)}/s`]
  const rest = eta === null || eta === 0 ? [] : [`${clockTime(eta * 1000)} left`]
  const [done, total] = [count(amount.done), count(amount.total)]
  return [`${withoutUnitOf(total, done)} of ${total}${unit}`, ...pace, ...rest].join(', ')
}

/** Panes are narrow: what both are counted in is said once. */
const withoutUnitOf = (total: string, done: string): string => {
  const [, unit] = total.split(' ')
  return unit !== undefined && done.endsWith(` ${unit}`) ? done.slice(0, -unit.length - 1) : done
}
