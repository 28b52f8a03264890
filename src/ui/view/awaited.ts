/** Waiting is always bounded: what each phase waits for, and how long it still may. */
import { deadlineOf, type Journey, type PhaseName, type Plan } from '../../engine/index.ts'
import { clockTime } from './format.ts'

const awaited: Readonly<Record<PhaseName, string | null>> = {
  pending: 'its turn',
  checking: 'an answer from its address',
  skipped: null,
  waking: 'its first boot request',
  offered: 'it to take the offer',
  fetching: 'the next part of the file',
  booting: 'its installer to phone home',
  phonedHome: 'its disks to be looked at',
  held: 'your word',
  partitioning: 'disko',
  copying: 'the next path',
  installing: 'nixos-install',
  rebooting: 'its return',
  verifying: 'proof of the new system',
  healthChecking: 'its services',
  done: null,
  failed: null,
  aborted: null,
}

export interface Awaited {
  readonly what: string
  /** Milliseconds until silence becomes failure. */
  readonly left: number
  /** Less than a fifth of the time is left. */
  readonly soon: boolean
}

export const awaitedBy = (journey: Journey, plan: Plan, now: number): Awaited | null => {
  const { deadlines } = plan.provision
  const what = awaited[journey.phase.name]
  const deadline = deadlineOf(journey, deadlines)
  if (what === null || deadline === null) return null
  const left = Math.max(0, deadline - now)
  return { what, left, soon: left < deadlines[journey.phase.name] / 5 }
}

export const describeAwaited = ({ what, left }: Awaited): string =>
  Number.isFinite(left) ? `${clockTime(left)} left for ${what}` : `waits for ${what}`
