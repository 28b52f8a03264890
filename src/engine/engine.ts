/**
 * A run, from a plan to its report: builds, servers, journeys, and nothing left behind. The screen, the plain
 * lines and the JSON look at its store; commands are facts told to it.
 */
import { createCrew } from './crew.ts'
import { watchDeadlines } from './deadlines.ts'
import { chooseEndpoint } from './endpoint.ts'
import { type Result, succeed } from './errors.ts'
import type { Fact, RunFact, Settled } from './events.ts'
import { createGate } from './gatekeeper.ts'
import { openJournal } from './journal.ts'
import { diskAfter, ended, type Journey } from './journey.ts'
import { openImages } from './opened-images.ts'
import type { Host, Plan } from './plan.ts'
import { schedule } from './schedule.ts'
import { serve } from './serve.ts'
import { createStore, type Store } from './store.ts'
import { once } from './work/build.ts'
import { makeKey } from './work/keys.ts'
import { loadRecords } from './work/records.ts'
import type { Bench, Builds, OperatorKeys, Tools } from './work/task.ts'
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
  /** With somebody at the screen a held machine waits and an ended one may be retried; otherwise neither. */
  readonly attended: boolean
}

export interface Engine {
  readonly plan: Plan
  readonly store: Pick<Store, 'getSnapshot' | 'subscribe' | 'observe' | 'machine'>
  /** Opens everything; a fault here means that nothing was started and nothing stays. */
  start(): Promise<Result<void>>
  command(command: Command): void
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
  const { plan, world, attended } = options
  const hosts = chosen(options)
  const closers: (() => unknown)[] = []
  let crew: ReturnType<typeof createCrew> | undefined
  let mayStart = false
  let stops = 0
  let turn = false
  let finishing = false
  let settle: (settled: Settled) => void = () => {}
  const settled = new Promise<Settled>(resolve => {
    settle = resolve
  })

  const journal = openJournal(world, options.journal, fault => tell({ type: 'warned', fault }))
  const store: Store = createStore({
    now: world.clock.now,
    write: journal.write,
    moved: (name, before, after, effects) => {
      turn ||= before.journey.phase.name !== after.journey.phase.name
      const host = hosts.find(host => host.name === name)
      if (host !== undefined) crew?.moved(host, before, after, effects)
    },
  })
  const tell = (fact: Fact): void => store.tell(fact)
  const journeys = (): Journey[] => hosts.flatMap(({ name }) => store.machine(name)?.journey ?? [])

  const afterChange = (): void => {
    if (!turn) return
    turn = false
    if (mayStart && stops === 0) schedule(plan, journeys(), tell)
    if (journeys().every(ended) && (!attended || stops > 0)) void finish()
  }

  const start = async (): Promise<Result<void>> => {
    const started = await open()
    if (!started.ok) await closeAll()
    return started
  }

  const open = async (): Promise<Result<void>> => {
    const endpoint = chooseEndpoint(plan.provision, world.network.interfaces())
    if (!endpoint.ok) return endpoint
    const records = await loadRecords(world, options.records)
    if (!records.ok) return records
    const folder = await world.files.privateFolder('firstlight-')
    if (!folder.ok) return folder
    closers.push(() => folder.value.remove())
    const runKey = await makeKey(world, `${folder.value.path}/key/id_ed25519`, 'firstlight-run')
    if (!runKey.ok) return runKey

    tell(runStarted(options, hosts))
    const builds = once(options.builds(tell))
    const images = openImages(world.files, builds, plan)
    closers.push(images.close)
    const hostKeys = new Map<string, string>()
    const bench: Bench = {
      ...{ world, plan, endpoint: endpoint.value, builds, records: records.value },
      ...{
        folder: folder.value.path,
        runKey: runKey.value,
        operator: options.operator,
        tools: options.tools,
      },
      expectHostKey: (host, key) => void hostKeys.set(host, key),
      hostKeyOf: host => hostKeys.get(host),
    }
    crew = createCrew(bench, tell)
    const gate = createGate({
      plan,
      random: world.random,
      journeyOf: host => store.machine(host)?.journey,
      tell,
    })
    const published = { programs: options.programs, image: images.of }
    const authorizedKey = runKey.value.publicKey
    const serving = await serve({ world, plan, gate, endpoint: endpoint.value, published, authorizedKey })
    if (!serving.ok) return serving
    closers.push(serving.value.close)
    tell({
      type: 'serving',
      address: endpoint.value.address,
      mode: plan.provision.dhcp.mode,
      sockets: serving.value.sockets,
    })
    begin(builds)
    return succeed(undefined)
  }

  /** Systems are built while machines boot; only their installers must be there before they are woken. */
  const begin = (builds: Builds): void => {
    const deadlines = attended ? plan.provision.deadlines : { ...plan.provision.deadlines, held: 0 }
    closers.push(watchDeadlines(world.clock, deadlines, journeys, tell), store.subscribe(afterChange))
    for (const host of options.wipe) tell({ type: 'wordGiven', host, disks: 'any' })
    for (const host of hosts) void builds.system(host)
    void Promise.all(hosts.map(host => awaitInstaller(host, builds))).then(() => {
      mayStart = true
      turn = true
      afterChange()
    })
  }

  const awaitInstaller = async (host: Host, builds: Builds): Promise<void> => {
    const image = await builds.installer(host.installer)
    if (!image.ok) tell({ type: 'broke', host: host.name, fault: image.fault })
  }

  const stop = (why: string): void => {
    stops += 1
    turn = true
    tell({ type: 'stopping', why })
    for (const journey of journeys()) {
      if (!ended(journey) && (stops > 1 || mayEndNow(journey))) tell({ type: 'aborted', host: journey.host })
    }
    turn = true
    afterChange()
  }

  const finish = async (): Promise<void> => {
    if (finishing) return
    finishing = true
    await closeAll()
    const report = {
      type: 'settled' as const,
      ...count(journeys(), store.run().startedAt, world.clock.now()),
      journal: journal.path,
    }
    tell(report)
    journal.close()
    const { type: _, ...summary } = report
    settle(summary)
  }

  const closeAll = async (): Promise<void> => {
    await crew?.dismiss()
    for (const close of closers.splice(0).reverse()) await close()
  }

  return { plan, store, start, command: tell, stop, settled }
}

const chosen = ({ plan, only }: EngineOptions): readonly Host[] =>
  plan.hosts.filter(({ managed, name }) => managed && (only.length === 0 || only.includes(name)))

const runStarted = ({ plan, version }: EngineOptions, hosts: readonly Host[]): RunFact => ({
  type: 'runStarted',
  site: plan.source,
  version,
  hosts: hosts.map(({ name, macs, wave }) => ({ name, macs, wave })),
})

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
