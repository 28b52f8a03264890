/** What can be told of a journey beyond its phase: its times, what it waits for, what may be asked of it. */
import { type Command, diskAfter, ended, type Journey, type PhaseName } from '../../engine/index.ts'

/** When this attempt began; before it did, null. */
export const startedAt = ({ past, phase, since, attempt }: Journey): number | null => {
  const first = past.find(chapter => chapter.attempt === attempt && chapter.name !== 'pending')
  if (first !== undefined) return first.since
  return phase.name === 'pending' ? null : since
}

/** How long this attempt takes, or took. */
export const elapsed = (journey: Journey, now: number): number => {
  const from = startedAt(journey)
  if (from === null) return 0
  return Math.max(0, (ended(journey) ? journey.since : now) - from)
}

/** Those that want the operator come first, then those that may go wrong, then those that need nobody. */
const urgencies: Readonly<Partial<Record<PhaseName, number>>> = {
  held: 0,
  failed: 1,
  aborted: 2,
  pending: 4,
  skipped: 5,
  done: 6,
}

export const urgency = ({ phase }: Journey): number => urgencies[phase.name] ?? 3

export const wantsAttention = (journey: Journey): boolean => urgency(journey) < 3

export type Action = 'retry' | 'skip' | 'abort' | 'wipe'

/** What the operator may say about it now; nothing that would do nothing. */
export const actionsFor = (journey: Journey): readonly Action[] => {
  const { phase } = journey
  if (phase.name === 'failed' || phase.name === 'aborted') return ['retry']
  if (phase.name === 'skipped') return ['retry']
  if (phase.name === 'done') return []
  const word = phase.name === 'held' && (phase.guest === null || phase.erases.length > 0)
  const skip = diskAfter(phase.name) === 'untouched'
  return [...(word ? (['wipe'] as const) : []), ...(skip ? (['skip'] as const) : []), 'abort']
}

export const commandFor = (action: Exclude<Action, 'wipe'>, host: string): Command => {
  const types = { retry: 'retried', skip: 'leftOut', abort: 'aborted' } as const
  return { type: types[action], host }
}
