/** A simulated rack and the real engine over it, for stories: what a test says is what happened, nothing is timed. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type LaunchFlags, launch } from '../../src/cli/launch.ts'
import { type Engine, ended, type Journey, type Phase, type RunEvent } from '../../src/engine/index.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import type { Plan } from '../../src/engine/plan.ts'
import { loadPlan } from '../../src/engine/site/load.ts'
import type { World } from '../../src/engine/world.ts'
import { createFleet, type Fleet, type FleetOptions } from '../../src/lab/simulated/fleet.ts'
import { contextIn } from './context.ts'

export interface Rack extends AsyncDisposable {
  readonly folder: string
  readonly fleet: Fleet
  /** A run over these machines; what earlier ones remember of them is remembered. */
  run(options?: RunOptions): Promise<Run>
}

export interface RunOptions extends Partial<Pick<LaunchFlags, 'attended' | 'wipe' | 'host'>> {
  readonly world?: World
  /** As `--boot-file-url` says it. */
  readonly bootFileUrl?: string
  /** Of the site, this. */
  readonly of?: (plan: Plan) => Plan
}

export interface Run {
  readonly engine: Engine
  readonly events: readonly RunEvent[]
  journey(host: string): Journey
  /** Resolves when the journey is in that phase; rejects when it ended in another one. */
  reached<Name extends Phase['name']>(host: string, name: Name): Promise<Extract<Phase, { name: Name }>>
  /** The first such event, heard or yet to come. */
  told<Type extends RunEvent['type']>(
    type: Type,
    wanted?: (event: Extract<RunEvent, { type: Type }>) => boolean,
  ): Promise<Extract<RunEvent, { type: Type }>>
}

export const openRack = async (options: Omit<FleetOptions, 'folder'>): Promise<Rack> => {
  const folder = await mkdtemp(join(tmpdir(), 'rack-'))
  const created = await createFleet({ folder, ...options })
  if (!created.ok) throw new Error(created.fault.message)
  const fleet = created.value
  await fleet.start()
  const running: Engine[] = []
  return {
    folder,
    fleet,
    run: async (options = {}) => {
      const run = await start(fleet, folder, options)
      running.push(run.engine)
      return run
    },
    [Symbol.asyncDispose]: async () => {
      for (const engine of running) await endNow(engine)
      await fleet.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const start = async (fleet: Fleet, folder: string, options: RunOptions): Promise<Run> => {
  const { world = createWorld(), attended = false, bootFileUrl, of = plan => plan, ...flags } = options
  const loaded = await loadPlan({ world, source: fleet.sitePath, flags: { bootFileUrl } })
  if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('\n'))
  const { artifactsPath: artifacts, programsPath: ipxe, sshKeyPath: sshKey, nixosAnywhere } = fleet
  const all = {
    artifacts,
    ipxe,
    sshKey,
    nixosAnywhere,
    records: `${folder}/machines.json`,
    attended,
    ...flags,
  }
  const launched = await launch(of(loaded.plan), all, contextIn(folder, { world, root: resolve('.') }))
  if (!launched.ok) throw new Error(launched.fault.message)
  const { engine } = launched.value
  const run = watch(engine)
  const started = await engine.start()
  if (!started.ok) throw new Error(started.fault.message)
  return run
}

const watch = (engine: Engine): Run => {
  const events: RunEvent[] = []
  engine.store.observe(event => events.push(event))
  const journey = (host: string): Journey => {
    const machine = engine.store.machine(host)
    if (machine === undefined) throw new Error(`${host} takes no part in this run`)
    return machine.journey
  }
  return {
    engine,
    events,
    journey,
    reached: (host, name) => until(engine, () => phaseOf(journey(host), name)),
    told: (type, wanted = () => true) =>
      until(engine, () =>
        events.find((event): event is Extract<RunEvent, { type: typeof type }> =>
          isSuch(event, type, wanted),
        ),
      ),
  }
}

const isSuch = <Type extends RunEvent['type']>(
  event: RunEvent,
  type: Type,
  wanted: (event: Extract<RunEvent, { type: Type }>) => boolean,
): boolean => event.type === type && wanted(event as Extract<RunEvent, { type: Type }>)

const phaseOf = <Name extends Phase['name']>(journey: Journey, name: Name) => {
  const { phase } = journey
  if (phase.name === name) return phase as Extract<Phase, { name: Name }>
  if (!ended(journey)) return undefined
  throw new Error(`${journey.host} never came to ${name}: ${JSON.stringify(phase)}`)
}

/** Looks again after every single event: no phase is too short to be seen. */
const until = <T>(engine: Engine, look: () => T | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    let leave = () => {}
    const attempt = (): void => {
      try {
        const found = look()
        if (found === undefined) return
        resolve(found)
      } catch (error) {
        reject(error)
      }
      leave()
    }
    leave = engine.store.observe(attempt)
    attempt()
  })

/** A story that failed half way leaves no engine behind. */
const endNow = async (engine: Engine): Promise<void> => {
  if (engine.store.getSnapshot().stage === 'settled') return
  engine.stop('the story is over')
  engine.stop('the story is over')
  await engine.settled
}
