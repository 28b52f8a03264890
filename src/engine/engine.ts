/**
 * A run, from a plan to its report: builds, servers, journeys, and nothing left behind. The screen, the plain
 * lines and the JSON look at its store; commands are facts told to it.
 */
import { watchDeadlines } from './deadlines.ts'
import type { Earlier } from './earlier.ts'
import { type Fault, type Result, succeed } from './errors.ts'
import type { Asked, Fact, RunFact, Settled } from './events.ts'
import { type Journal, openJournal } from './journal.ts'
import { diskAfter, ended, type Journey } from './journey.ts'
import { createMuster } from './muster.ts'
import { type Opened, openRun } from './opening.ts'
import { plainText } from './plain-text.ts'
import type { Host, Plan } from './plan.ts'
import { schedule } from './schedule.ts'
import { silenceOf } from './silence.ts'
import { changesTurns } from './site/order.ts'
import { createStore, type Store } from './store.ts'
import type { Builds, OperatorKeys, Tools } from './work/task.ts'
import type { Source, World } from './world.ts'

export interface EngineOptions {
  readonly plan: Plan
  readonly world: World
  readonly builds: (tell: (fact: RunFact) => void) => Builds
  /** Boot programs by file name. */
  readonly programs: ReadonlyMap<string, Source>
  readonly operator: OperatorKeys
  readonly tools: Tools
  readonly journal: string
  readonly records: string
  readonly version: string
  /** Hosts whose disks may be erased without asking again (`--wipe`). */
  readonly wipe: readonly string[]
  /** Hosts of this run; empty: all managed ones. */
  readonly only: readonly string[]
  /** What the last run over this site left to know, and how to ask for this one again. */
  readonly earlier?: Earlier | null
  readonly asked?: Asked
  /** With somebody at the screen a held machine waits and an ended one may be retried; otherwise neither. */
  readonly attended: boolean
}

export interface Engine {
  readonly plan: Plan
  readonly store: Pick<Store, 'getSnapshot' | 'subscribe' | 'observe' | 'machine'>
  /** Opens everything; a fault here means that nothing was started and nothing stays. */
  start(): Promise<Result<void>>
  /**
   * The plan says more of its hosts than it did, or there are others: those that are new start, those that are gone
   * are answered no more. What is under way goes on, and how we serve stays as it was.
   */
  amend(plan: Plan): void
  command(command: Command): void
  /** A line of a machine's serial console, where somebody listens to it: for its log. */
  hear(host: string, line: string): void
  /** Nobody is there to be asked any more: what is held fails, and when all has ended so has the run. */
  unattend(): void
  /** Once: start nothing more, let what erases a disk come to its end. Twice: everything ends now. */
  stop(why: string): void
  /** When everything is closed and given back. */
  readonly settled: Promise<Settled>
}

/** What an operator may say about one machine. */
export type Command = { readonly host: string } & (
  | { readonly type: 'retried' | 'leftOut' | 'aborted' }
  | { readonly type: 'wordGiven'; readonly disks: readonly string[] }
)

export const createEngine = (options: EngineOptions): Engine => {
  const { world } = options
  const muster = createMuster(options.plan, options.only)
  const closers: (() => unknown)[] = []
  let journal: Journal | undefined
  let opened: Opened | undefined
  let { attended } = options
  let awaited = 0
  let stops = 0
  let turn = false
  let looking = false
  let finishing = false
  let settle: (settled: Settled) => void = () => {}
  const settled = new Promise<Settled>(resolve => {
    settle = resolve
  })

  const store: Store = createStore({
    now: world.clock.now,
    write: event => journal?.write(event),
    moved: (name, before, after, effects) => {
      turn ||= changesTurns(before.journey.phase.name, after.journey.phase.name)
      const host = muster.hostOf(name)
      if (host !== undefined) opened?.crew.moved(host, before, after, effects)
    },
  })
  const tell = (fact: Fact): void => store.tell(fact)
  const journeyOf = (host: string): Journey | undefined => store.machine(host)?.journey
  const machines = () => store.getSnapshot().machines
  const journeys = (): Journey[] => muster.hosts().flatMap(({ name }) => journeyOf(name) ?? [])

  const silence = (journey: Journey, seconds: number): Fault =>
    silenceOf(muster.plan(), store.machine(journey.host) ?? { journey, services: {} }, seconds)

  const start = async (): Promise<Result<void>> => {
    const closes = (close: () => unknown): void => void closers.push(close)
    const ready = (folder: string): void => {
      journal = openJournal(world, options.journal, fault => tell({ type: 'warned', fault }))
      tell(runStarted(options, muster.hosts(), folder))
    }
    const all = await openRun({ options, planNow: muster.plan, ready, tell, machines, journeyOf, closes })
    if (all.ok) {
      opened = all.value
      begin(all.value.builds)
      return succeed(undefined)
    }
    await closeAll()
    journal?.close()
    return all
  }

  const begin = (builds: Builds): void => {
    const { deadlines: usual } = options.plan.provision
    const deadlines = () => (attended ? usual : { ...usual, held: 0 })
    closers.push(
      watchDeadlines(world.clock, deadlines, journeys, silence, tell),
      store.subscribe(afterChange),
    )
    if (stops > 0) endWhatMay()
    for (const host of options.wipe) tell({ type: 'wordGiven', host, disks: 'any' })
    build(muster.hosts(), builds)
  }

  /** Systems are built while machines boot; only the installers must be there before anybody is woken. */
  const build = (hosts: readonly Host[], builds: Builds): void => {
    awaited += 1
    for (const host of hosts) void builds.system(host)
    void Promise.all(hosts.map(host => awaitInstaller(host, builds))).then(() => {
      awaited -= 1
      turn = true
      afterChange()
    })
  }

  const amend = (plan: Plan): void => {
    muster.amend(plan)
    const fresh = muster.hosts().filter(({ name }) => store.machine(name) === undefined)
    if (fresh.length > 0) tell({ type: 'joined', hosts: fresh.map(rollOf) })
    if (opened !== undefined) build(fresh, opened.builds)
  }

  const awaitInstaller = async (host: Host, builds: Builds): Promise<void> => {
    const image = await builds.installer(host.installer)
    if (!image.ok) tell({ type: 'broke', host: host.name, fault: image.fault })
  }

  /** What is told in here comes back here at once: the outer round looks again, so that nobody is started twice. */
  const afterChange = (): void => {
    if (looking || opened === undefined) return
    looking = true
    while (turn) {
      turn = false
      if (awaited === 0 && stops === 0) schedule(muster.plan(), journeys(), tell)
      if (journeys().every(ended) && (!attended || stops > 0)) void finish()
    }
    looking = false
  }

  const unattend = (): void => {
    attended = false
    turn = true
    afterChange()
  }

  const stop = (why: string): void => {
    stops += 1
    tell({ type: 'stopping', why })
    endWhatMay()
  }

  const endWhatMay = (): void => {
    for (const journey of journeys()) {
      if (!ended(journey) && (stops > 1 || mayEndNow(journey))) tell({ type: 'aborted', host: journey.host })
    }
    turn = true
    afterChange()
  }

  /** The report is told when everything is closed: it is the last word. */
  const finish = async (): Promise<void> => {
    if (finishing) return
    finishing = true
    await closeAll()
    const counts = count(journeys(), store.run().startedAt, world.clock.now())
    const report = { ...counts, journal: journal?.path ?? null }
    tell({ type: 'settled', ...report })
    journal?.close()
    settle(report)
  }

  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close()
  }

  const hear = (host: string, line: string): void => {
    if (opened !== undefined && !finishing)
      tell({ type: 'logged', host, source: 'console', line: plainText(line) })
  }

  return {
    get plan() {
      return muster.plan()
    },
    ...{ store, start, amend, command: tell, hear, unattend, stop, settled },
  }
}

const runStarted = (
  { plan, version, asked }: EngineOptions,
  hosts: readonly Host[],
  folder: string,
): RunFact => ({
  type: 'runStarted',
  site: plan.source,
  version,
  hosts: hosts.map(rollOf),
  folder,
  ...(asked === undefined ? {} : { asked }),
})

const rollOf = ({ name, macs, wave }: Host) => ({ name, macs, wave })

/** Ending it now leaves its disk as it was, or installed: nothing is cut off in the middle. */
const mayEndNow = ({ phase }: Journey): boolean => diskAfter(phase.name) === 'untouched'

const count = (journeys: readonly Journey[], from: number, to: number): Omit<Settled, 'journal'> => {
  const ending = (name: Journey['phase']['name']) =>
    journeys.filter(({ phase }) => phase.name === name).length
  return {
    installed: ending('done'),
    skipped: ending('skipped'),
    failed: ending('failed'),
    aborted: ending('aborted'),
    seconds: Math.round((to - from) / 100) / 10,
  }
}
