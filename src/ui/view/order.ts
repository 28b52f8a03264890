/** Which machines are shown, and in which order. */
import type { MachineState, Plan } from '../../engine/index.ts'
import { elapsed, urgency } from './journeys.ts'
import { standingOf } from './standing.ts'

export const runSortings = ['urgency', 'name', 'elapsed', 'wave'] as const
export type RunSorting = (typeof runSortings)[number]

export interface RunOrder {
  readonly by: RunSorting
  readonly reversed: boolean
  readonly filter: string
}

/** By what it is asked for; equals stay in the order of the site. */
export const orderMachines = (
  machines: readonly MachineState[],
  plan: Plan,
  { by, reversed, filter }: RunOrder,
  now: number,
): readonly MachineState[] => {
  const shown = machines.filter(({ journey }) => matches(filter, [journey.host, standingOf(journey).word]))
  const waves = new Map(plan.hosts.map(({ name, wave }) => [name, wave]))
  const keys: Record<RunSorting, (machine: MachineState) => number> = {
    urgency: ({ journey }) => urgency(journey),
    name: () => 0,
    elapsed: ({ journey }) => -elapsed(journey, now),
    wave: ({ journey }) => waves.get(journey.host) ?? 0,
  }
  const key = keys[by]
  const sorted = shown.toSorted(
    (one, other) => key(one) - key(other) || (by === 'name' ? byName(one, other) : 0),
  )
  return reversed ? sorted.toReversed() : sorted
}

const byName = (one: MachineState, other: MachineState): number =>
  naturally(one.journey.host, other.journey.host)

/** node2 stands before node10. */
const collator = new Intl.Collator('en', { numeric: true })
export const naturally = (one: string, other: string): number => collator.compare(one, other)

/** Every word of the filter is somewhere in the row. */
export const matches = (filter: string, texts: readonly string[]): boolean => {
  const whole = texts.join(' ').toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every(word => whole.includes(word))
}
