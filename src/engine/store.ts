/**
 * The one place where state is: takes events one at a time, writes each down before anyone sees it, folds it
 * in, and hands out what is to be done next. A snapshot is only made when somebody looks.
 */
import type { Fact, RunEvent } from './events.ts'
import type { Effect } from './journey.ts'
import {
  emptyMachine,
  emptyRun,
  foldMachine,
  foldRun,
  type MachineState,
  type RunState,
  type Snapshot,
} from './snapshot.ts'

export interface Store {
  /** Facts told while one is being taken in wait for their turn. */
  tell(fact: Fact): void
  machine(host: string): MachineState | undefined
  run(): RunState
  getSnapshot(): Snapshot
  /** Called after facts were taken in, once for all that came together. */
  subscribe(listener: () => void): () => void
  /** Every event, in order, as it is taken in. */
  observe(observer: (event: RunEvent) => void): () => void
}

export interface StoreOptions {
  readonly now: () => number
  /** Called before the event is shown to anyone. */
  readonly write: (event: RunEvent) => void
  /** What the journeys ask for, and that one moved on. */
  readonly moved: (
    host: string,
    before: MachineState,
    after: MachineState,
    effects: readonly Effect[],
  ) => void
}

export const createStore = ({ now, write, moved }: StoreOptions): Store => {
  const machines = new Map<string, MachineState>()
  const listeners = new Set<() => void>()
  const observers = new Set<(event: RunEvent) => void>()
  const waiting: Fact[] = []
  let run = emptyRun(now())
  let snapshot: Snapshot | undefined
  let draining = false

  const take = (event: RunEvent): void => {
    write(event)
    snapshot = undefined
    if ('host' in event) takeForMachine(event)
    else takeForRun(event)
    for (const observer of observers) observer(event)
  }

  /** The machines come with the first event, so that a journal alone tells everything. */
  const takeForRun = (event: Exclude<RunEvent, { host: string }>): void => {
    run = foldRun(run, event)
    if (event.type !== 'runStarted' && event.type !== 'joined') return
    for (const { name } of event.hosts) machines.set(name, emptyMachine(name, event.at))
  }

  const takeForMachine = (event: Extract<RunEvent, { host: string }>): void => {
    const before = machines.get(event.host)
    if (before === undefined) return
    const [after, effects] = foldMachine(before, event)
    machines.set(event.host, after)
    if (after.journey !== before.journey || effects.length > 0) moved(event.host, before, after, effects)
  }

  const drain = (): void => {
    draining = true
    try {
      for (let fact = waiting.shift(); fact !== undefined; fact = waiting.shift())
        take({ at: now(), ...fact })
    } finally {
      draining = false
    }
    for (const listener of listeners) listener()
  }

  return {
    tell: fact => {
      waiting.push(fact)
      if (!draining) drain()
    },
    machine: host => machines.get(host),
    run: () => run,
    getSnapshot: () => {
      snapshot ??= { ...run, machines: [...machines.values()] }
      return snapshot
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    observe: observer => {
      observers.add(observer)
      return () => observers.delete(observer)
    },
  }
}

/** The same fold over a journal: what a run's screen would show. */
export const replay = (events: Iterable<RunEvent>): Snapshot => {
  let at = 0
  const store = createStore({ now: () => at, write: () => {}, moved: () => {} })
  for (const event of events) {
    at = event.at
    store.tell(event)
  }
  return store.getSnapshot()
}
