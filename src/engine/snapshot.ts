/** What the screen draws: everything known at one moment, immutable, a fold of the run's events. */
import type { Declined } from './boot.ts'
import type { Fault } from './errors.ts'
import type { LogSource, RunEvent, ServiceState, Settled } from './events.ts'
import { advance, begin, type Disk, type Effect, type Guest, type Journey } from './journey.ts'

export interface MachineState {
  readonly journey: Journey
  readonly log: readonly LogLine[]
  readonly trace: readonly TraceLine[]
  readonly services: Readonly<Record<string, { readonly state: ServiceState; readonly detail: string }>>
  /** When its agent was last heard. */
  readonly heard: number | null
  /** What its installer told of it, also after its journey has ended. */
  readonly guest: Guest | null
  /** The disks the guard looked at: to be erased, or erased. */
  readonly erases: readonly Disk[]
}

export interface LogLine {
  readonly at: number
  readonly source: LogSource
  readonly line: string
}

export interface TraceLine {
  readonly at: number
  readonly protocol: string
  readonly line: string
  readonly detail: readonly string[]
}

export interface RunState {
  readonly stage: 'starting' | 'running' | 'stopping' | 'settled'
  readonly startedAt: number
  readonly serving: {
    readonly address: string
    readonly mode: 'proxy' | 'server'
    readonly sockets: readonly string[]
  } | null
  readonly builds: Readonly<Record<string, BuildState>>
  readonly discovered: Readonly<Record<string, Discovered>>
  readonly warnings: readonly Fault[]
  readonly settled: Settled | null
}

export type BuildState =
  | {
      readonly state: 'building'
      readonly done: number
      readonly expected: number
      readonly bytes: number
      readonly ofBytes: number
    }
  | { readonly state: 'built'; readonly path: string }
  | { readonly state: 'failed'; readonly fault: Fault }

/** A machine that asked to boot and is not ours to boot. */
export interface Discovered {
  readonly mac: string
  readonly uuid: string | null
  readonly firmware: string
  readonly why: Declined
  readonly via: string
  readonly first: number
  readonly last: number
  readonly times: number
}

export interface Snapshot extends RunState {
  readonly machines: readonly MachineState[]
}

export const emptyRun = (at: number): RunState => ({
  stage: 'starting',
  startedAt: at,
  serving: null,
  builds: {},
  discovered: {},
  warnings: [],
  settled: null,
})

export const emptyMachine = (host: string, at: number): MachineState => ({
  journey: begin(host, at),
  log: [],
  trace: [],
  services: {},
  heard: null,
  guest: null,
  erases: [],
})

/** Enough for the machine's screen; the journal has them all. */
const keptLines = 300

const kept = <T>(lines: readonly T[], line: T): readonly T[] =>
  lines.length < keptLines ? [...lines, line] : [...lines.slice(1 - keptLines), line]

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>
export type MachineEvent = Extract<RunEvent, { host: string }>

export const foldMachine = (
  machine: MachineState,
  event: MachineEvent,
): readonly [MachineState, readonly Effect[]] => {
  const { at } = event
  switch (event.type) {
    case 'logged':
      return [{ ...machine, log: kept(machine.log, { at, source: event.source, line: event.line }) }, []]
    case 'exchanged': {
      const { protocol, line, detail } = event
      return [{ ...machine, trace: kept(machine.trace, { at, protocol, line, detail }) }, []]
    }
    case 'heard':
      return [{ ...machine, heard: at }, []]
    // For whoever comes after this run: the screen shows neither.
    case 'leased':
    case 'hostKeyMade':
      return [machine, []]
    case 'healthChanged': {
      const { service, state, detail } = event
      return [{ ...machine, services: { ...machine.services, [service]: { state, detail } } }, []]
    }
    default: {
      const [journey, effects] = advance(machine.journey, event)
      return [journey === machine.journey ? machine : { ...machine, journey, ...learned(event) }, effects]
    }
  }
}

/** Only from facts that the journey took in: a late one tells of another boot. */
const learned = (event: MachineEvent): Partial<MachineState> => {
  if (event.type === 'phonedHome') return { guest: event.guest }
  if (event.type === 'retried') return { erases: [] }
  return event.type === 'guarded' || event.type === 'objected' ? { erases: event.erases } : {}
}

export const foldRun = (run: RunState, event: RunEvent): RunState => {
  switch (event.type) {
    case 'runStarted':
      return { ...run, startedAt: event.at }
    // No strangers any more.
    case 'joined': {
      const macs = event.hosts.flatMap(({ macs }) => macs)
      const left = Object.entries(run.discovered).filter(([mac]) => !macs.includes(mac))
      return { ...run, discovered: Object.fromEntries(left) }
    }
    case 'serving':
      return {
        ...run,
        stage: 'running',
        serving: { address: event.address, mode: event.mode, sockets: event.sockets },
      }
    case 'building': {
      const { done, expected, bytes, ofBytes } = event
      return withBuild(run, event.what, { state: 'building', done, expected, bytes, ofBytes })
    }
    case 'built':
      return withBuild(run, event.what, { state: 'built', path: event.path })
    case 'buildFailed':
      return withBuild(run, event.what, { state: 'failed', fault: event.fault })
    case 'discovered':
      return {
        ...run,
        discovered: { ...run.discovered, [event.mac]: discovered(run.discovered[event.mac], event) },
      }
    case 'warned':
      return { ...run, warnings: kept(run.warnings, event.fault) }
    case 'stopping':
      return { ...run, stage: 'stopping' }
    case 'settled': {
      const { at: _, type: __, ...settled } = event
      return { ...run, stage: 'settled', settled }
    }
    default:
      return run
  }
}

const withBuild = (run: RunState, what: string, state: BuildState): RunState => ({
  ...run,
  builds: { ...run.builds, [what]: state },
})

const discovered = (
  known: Discovered | undefined,
  { at, type: _, ...facts }: Of<'discovered'>,
): Discovered => ({
  ...facts,
  first: known?.first ?? at,
  last: at,
  times: (known?.times ?? 0) + 1,
})
