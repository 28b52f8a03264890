/** The run in a few words, for the header and the terminal's title. */
import { ended, type MachineState, type Snapshot } from '../engine/index.ts'
import type { Meaning } from './theme.ts'

export interface Count {
  readonly words: string
  readonly is: Meaning
}

/** What wants the operator comes first. */
export const countsOf = ({ machines }: Snapshot): readonly Count[] => {
  const having = (...names: readonly string[]) =>
    machines.filter(({ journey }) => names.includes(journey.phase.name)).length
  const done = having('done')
  const waiting = having('pending')
  const idle = having('held', 'failed', 'aborted', 'skipped', 'done', 'pending')
  const counts: readonly (readonly [number, string, Meaning])[] = [
    [having('held'), 'held', 'warning'],
    [having('failed'), 'failed', 'bad'],
    [having('aborted'), 'aborted', 'bad'],
    [machines.length - idle, 'busy', 'busy'],
    [waiting, 'waiting', 'waiting'],
    [having('skipped'), 'skipped', 'quiet'],
    [done, `of ${machines.length} done`, 'good'],
  ]
  return counts
    .filter(([count], index) => count > 0 || index === counts.length - 1)
    .map(([count, words, is]) => ({ words: `${count} ${words}`, is }))
}

export const allEnded = ({ machines }: Snapshot): boolean => machines.every(({ journey }) => ended(journey))

export const wantsOperator = ({ journey }: MachineState): boolean =>
  journey.phase.name === 'held' || journey.phase.name === 'failed'

/** Of all machines, how far; for the terminal's own progress. */
export const percentOf = ({ machines }: Snapshot): number =>
  machines.length === 0
    ? 0
    : Math.round((100 * machines.filter(({ journey }) => ended(journey)).length) / machines.length)
