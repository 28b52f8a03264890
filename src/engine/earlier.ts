/**
 * What an earlier run tells whoever comes after it, from its journal alone: how far each machine came, by which
 * keys it is known again, and whether the run came to its end or was cut off.
 */
import type { Asked, RunEvent } from './events.ts'
import { type Disk, type DiskState, diskAfter, type Guest, type Journey } from './journey.ts'
import { replay } from './store.ts'

export interface Earlier {
  readonly journal: string
  readonly site: string
  readonly asked: Asked | null
  /** Its private folder, left behind when it was cut off. */
  readonly folder: string | null
  /** False: it never said its last word. */
  readonly settled: boolean
  readonly startedAt: number
  /** Its last sign of life. */
  readonly at: number
  readonly hosts: ReadonlyMap<string, EarlierHost>
}

export interface EarlierHost {
  readonly journey: Journey
  readonly ending: Ending
  /** As the last run that touched it left it. */
  readonly disk: DiskState
  /** What its installer told, when one phoned home. */
  readonly guest: Guest | null
  /** What its new system presents, once it was made. */
  readonly hostKey: string | null
  /** The address our address server gave it. */
  readonly lease: string | null
  /** What was to be erased, once the guard had passed. */
  readonly erased: readonly Disk[]
}

/** `leftOut`: by the operator's word, or no part of that run at all. */
export type Ending = 'finished' | 'leftOut' | 'unfinished'

/** Lines that are no events are passed over: a crash tears the last one, a full disk tears others. */
export const readJournal = (text: string): readonly RunEvent[] =>
  text.split('\n').flatMap(line => {
    const event = parse(line)
    return event === undefined ? [] : [event]
  })

const parse = (line: string): RunEvent | undefined => {
  try {
    const event: unknown = JSON.parse(line)
    return isEvent(event) ? (event as RunEvent) : undefined
  } catch {
    return undefined
  }
}

const isEvent = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'at' in value &&
  'type' in value &&
  typeof value.at === 'number' &&
  typeof value.type === 'string'

/** Nothing when it is not the journal of a run: its first line is what tells. */
export const earlierRun = (journal: string, events: readonly RunEvent[]): Earlier | undefined => {
  const [first] = events
  if (first?.type !== 'runStarted') return undefined
  const snapshot = replay(events)
  const told = factsByHost(events)
  return {
    journal,
    site: first.site,
    asked: first.asked ?? null,
    folder: first.folder ?? null,
    settled: snapshot.settled !== null,
    startedAt: first.at,
    at: events.at(-1)?.at ?? first.at,
    hosts: new Map(
      snapshot.machines.map(({ journey }) => [journey.host, hostOf(journey, told.get(journey.host) ?? [])]),
    ),
  }
}

const factsByHost = (events: readonly RunEvent[]): ReadonlyMap<string, readonly RunEvent[]> =>
  Map.groupBy(
    events.filter(event => 'host' in event),
    event => ('host' in event ? event.host : ''),
  )

const hostOf = (journey: Journey, events: readonly RunEvent[]): EarlierHost => ({
  journey,
  ending: endingOf(journey),
  disk: diskOf(journey),
  guest: last(events, event => (event.type === 'phonedHome' ? event.guest : null)),
  hostKey: last(events, event => (event.type === 'hostKeyMade' ? event.hostKey : null)),
  lease: last(events, event => (event.type === 'leased' ? event.address : null)),
  erased: last(events, event => (event.type === 'guarded' ? event.erases : null)) ?? [],
})

const last = <T>(events: readonly RunEvent[], read: (event: RunEvent) => T | null): T | null => {
  const event = events.findLast(event => read(event) !== null)
  return event === undefined ? null : read(event)
}

const endingOf = ({ phase }: Journey): Ending => {
  if (phase.name === 'skipped') return phase.why === leftOutByOperator ? 'leftOut' : 'finished'
  return phase.name === 'done' ? 'finished' : 'unfinished'
}

const leftOutByOperator = 'left out by the operator'

const diskOf = ({ phase }: Journey): DiskState => {
  if (phase.name === 'failed' || phase.name === 'aborted') return phase.disk
  return phase.name === 'done' ? 'installed' : diskAfter(phase.name)
}

/** The newer run, knowing what the older one knew: what it did not touch is as the older one left it. */
export const knowingOf = (newer: Earlier, older: Earlier): Earlier => ({
  ...newer,
  hosts: new Map([
    ...[...older.hosts].map(([name, host]) => [name, { ...host, ending: 'leftOut' as const }] as const),
    ...[...newer.hosts].map(([name, host]) => [name, addTo(host, older.hosts.get(name))] as const),
  ]),
})

const addTo = (host: EarlierHost, older: EarlierHost | undefined): EarlierHost =>
  older === undefined
    ? host
    : {
        ...host,
        disk: host.disk === 'untouched' ? older.disk : host.disk,
        guest: host.guest ?? older.guest,
        hostKey: host.hostKey ?? older.hostKey,
        lease: host.lease ?? older.lease,
        erased: host.erased.length > 0 ? host.erased : older.erased,
      }

/** Cut off in the middle of a disk, and nothing has mended it since. */
export const halfWritten = ({ hosts }: Earlier): readonly string[] =>
  [...hosts].flatMap(([name, { disk }]) => (disk === 'halfWritten' ? [name] : []))

/** What is left to do. */
export const unfinished = ({ hosts }: Earlier): readonly string[] =>
  [...hosts].flatMap(([name, { ending }]) => (ending === 'unfinished' ? [name] : []))
