/**
 * One machine's path from power-off to a verified system: a state machine without hands. It runs nothing and
 * reads no clock; `advance` takes a fact in the past tense and says what is next. Everything the product does
 * to a machine can be read here, and is tested as a table of phase × event.
 */
import type { Fault } from './errors.ts'
import { moveOf } from './moves.ts'
import type { Deadlines } from './plan.ts'

/** What an installer told us about the machine it woke up on. */
export interface Guest {
  readonly address: string
  readonly sshPort: number
  /** Public keys in OpenSSH form: pinned from here on. */
  readonly hostKeys: readonly string[]
  readonly bootId: string
  readonly macs: readonly string[]
  /** Network cards by name; absent in journals of older agents. */
  readonly links?: readonly { readonly name: string; readonly mac: string }[]
  readonly memoryBytes: number
  readonly cpus: number
  readonly firmware: 'bios' | 'uefi'
  readonly disks: readonly Disk[]
}

export interface Disk {
  readonly path: string
  readonly ids: readonly string[]
  readonly serial: string | null
  readonly model: string | null
  readonly bytes: number
  /** Unverifiable is not blank. */
  readonly contents: { readonly kind: 'blank' } | { readonly kind: 'data' | 'unknown'; readonly what: string }
}

export type BootFile = 'firmware' | 'script' | 'kernel' | 'initrd'

/** Where a machine stands, as far as looking at it tells; `installed`: ours, but whether current could not be told. */
export type HostState = 'off' | 'unknown' | 'installer' | 'installed' | 'current' | 'outdated' | 'foreign'

export interface Amount {
  readonly done: number
  readonly total: number
  readonly unit: 'bytes' | 'paths'
}

export type Phase =
  | { readonly name: 'pending' }
  | { readonly name: 'checking' }
  | { readonly name: 'skipped'; readonly why: string }
  | { readonly name: 'waking'; readonly packets: number }
  | { readonly name: 'offered'; readonly firmware: string }
  | {
      readonly name: 'fetching'
      readonly file: BootFile
      readonly bytes: number
      readonly total: number
      /** When this file began: each has a speed of its own. */
      readonly fileSince: number
      /** When so many bytes were told: who shows a rate may look at a clock that lags behind. */
      readonly toldAt?: number
    }
  | { readonly name: 'booting' }
  | { readonly name: 'phonedHome'; readonly guest: Guest; readonly awaitsBuild?: boolean }
  /** A guard wants the operator's word. Without a guest it is the machine as found that is in question. */
  | {
      readonly name: 'held'
      readonly fault: Fault
      readonly guest: Guest | null
      readonly erases: readonly Disk[]
    }
  | { readonly name: 'partitioning'; readonly guest: Guest; readonly erases: readonly Disk[] }
  | {
      readonly name: 'copying'
      readonly guest: Guest
      readonly erases: readonly Disk[]
      readonly amount: Amount | null
      readonly toldAt?: number
    }
  | { readonly name: 'installing'; readonly guest: Guest; readonly erases: readonly Disk[] }
  | { readonly name: 'rebooting'; readonly guest: Guest; readonly away: boolean }
  | { readonly name: 'verifying'; readonly guest: Guest; readonly address: string }
  | { readonly name: 'healthChecking'; readonly address: string }
  | { readonly name: 'done'; readonly address: string; readonly system: string }
  | { readonly name: 'failed'; readonly in: PhaseName; readonly fault: Fault; readonly disk: DiskState }
  | { readonly name: 'aborted'; readonly in: PhaseName; readonly disk: DiskState }

export type PhaseName = Phase['name']

/** What a journey that ended early leaves on the machine's disk. */
export type DiskState = 'untouched' | 'halfWritten' | 'installed'

/** What a journey that ends in this phase leaves on the machine's disk. */
export const diskAfter = (name: PhaseName): DiskState => {
  if (name === 'partitioning' || name === 'copying' || name === 'installing') return 'halfWritten'
  return name === 'rebooting' || name === 'verifying' || name === 'healthChecking' ? 'installed' : 'untouched'
}

export interface Journey {
  readonly host: string
  /** Counts from 1; every retry is a new attempt. */
  readonly attempt: number
  readonly phase: Phase
  /** When the phase began. */
  readonly since: number
  /** When it last got further: silence is counted from here, so a boot loop is silence too. */
  readonly moved: number
  /** The operator's word: 'any' was given beforehand (`--wipe`), a list covers exactly the disks shown. */
  readonly word: 'any' | readonly string[] | null
  /** Phases gone through, with the time each began: the timeline. */
  readonly past: readonly { readonly name: PhaseName; readonly since: number; readonly attempt: number }[]
}

/** Facts about one machine. `at` is when, in milliseconds. */
export type JourneyEvent = { readonly at: number } & JourneyFact

export type JourneyFact =
  | { readonly type: 'started' }
  | { readonly type: 'probed'; readonly state: HostState; readonly detail: string }
  | { readonly type: 'woke' }
  | { readonly type: 'offered'; readonly firmware: string; readonly purpose: 'installer' | 'disk' }
  | { readonly type: 'askedToBoot' }
  | { readonly type: 'fetched'; readonly file: BootFile; readonly bytes: number; readonly total: number }
  | { readonly type: 'phonedHome'; readonly guest: Guest }
  /** Work that takes long says that it goes on: a build, an installer's output. That is no silence. */
  | { readonly type: 'workedOn'; readonly on: 'build' | 'install' }
  | { readonly type: 'guarded'; readonly erases: readonly Disk[] }
  | { readonly type: 'objected'; readonly fault: Fault; readonly erases: readonly Disk[] }
  /** For exactly these disks (by `diskName`), or 'any' when it was given beforehand with --wipe. */
  | { readonly type: 'wordGiven'; readonly disks: 'any' | readonly string[] }
  | { readonly type: 'stepStarted'; readonly step: 'partitioning' | 'copying' | 'installing' }
  | { readonly type: 'progressed'; readonly amount: Amount }
  | { readonly type: 'installed' }
  | { readonly type: 'wentAway' }
  | { readonly type: 'returned'; readonly address: string }
  | {
      readonly type: 'verified'
      readonly address: string
      readonly system: string
      readonly services: boolean
    }
  | { readonly type: 'becameHealthy'; readonly system: string }
  | { readonly type: 'broke'; readonly fault: Fault }
  /** Nothing moved since `moved` for as long as the phase may take: a late timer is harmless. */
  | { readonly type: 'wentSilent'; readonly moved: number; readonly fault: Fault }
  | { readonly type: 'retried' }
  | { readonly type: 'leftOut' }
  | { readonly type: 'aborted' }

/** What to do next. Leaving the scope an effect was started in cancels it, so there is no "stop". */
export type Effect =
  | { readonly type: 'probe' }
  /** While it is woken: a machine that was only just starting when it was probed answers late. */
  | { readonly type: 'probeAgain' }
  | { readonly type: 'wake' }
  | { readonly type: 'inspect'; readonly guest: Guest }
  | { readonly type: 'install'; readonly guest: Guest; readonly erases: readonly Disk[] }
  | { readonly type: 'reboot'; readonly guest: Guest }
  | { readonly type: 'verify'; readonly guest: Guest; readonly address: string }
  | { readonly type: 'checkHealth'; readonly address: string }

/** Phases that share one piece of work share its scope: when the scope changes, the work is cancelled. */
export const scopeOf = (phase: PhaseName): string => {
  if (phase === 'partitioning' || phase === 'copying' || phase === 'installing') return 'install'
  return phase
}

export const begin = (host: string, at: number): Journey => ({
  host,
  attempt: 1,
  phase: { name: 'pending' },
  since: at,
  moved: at,
  word: null,
  past: [],
})

export const ended = (journey: Journey): boolean =>
  ['skipped', 'done', 'failed', 'aborted'].includes(journey.phase.name)

/** When silence becomes failure; null when the journey has ended. */
export const deadlineOf = (journey: Journey, deadlines: Deadlines): number | null =>
  ended(journey) ? null : journey.moved + deadlines[journey.phase.name]

export type Advance = readonly [journey: Journey, effects: readonly Effect[]]

/** The whole behaviour: the phase decides which facts matter to it; every other fact leaves it as it is. */
export const advance = (journey: Journey, event: JourneyEvent): Advance => {
  const move = moveOf(journey, event)
  if (move === undefined) return [journey, []]
  const { phase = journey.phase, effects = [], onward = true, ...change } = move
  const moved = onward ? event.at : journey.moved
  const next = { ...journey, ...change, phase, moved }
  const stays = phase.name === journey.phase.name && next.attempt === journey.attempt
  return [stays ? next : { ...next, since: event.at, past: [...journey.past, chapter(journey)] }, effects]
}

const chapter = ({ phase, since, attempt }: Journey) => ({ name: phase.name, since, attempt })
