/** Everything a run opens, in its order, and gives back in the reverse: folder, key, builds, servers. */
import { type Crew, createCrew } from './crew.ts'
import { chooseEndpoint } from './endpoint.ts'
import type { EngineOptions } from './engine.ts'
import { type Result, succeed } from './errors.ts'
import type { Fact } from './events.ts'
import { switchOffInstallers } from './farewell.ts'
import { createGate } from './gatekeeper.ts'
import type { Journey } from './journey.ts'
import { openImages } from './opened-images.ts'
import type { Plan } from './plan.ts'
import { serve } from './serve.ts'
import type { MachineState } from './snapshot.ts'
import { once } from './work/build.ts'
import { makeKey } from './work/keys.ts'
import { loadRecords } from './work/records.ts'
import type { Bench, Builds } from './work/task.ts'

export interface Opened {
  readonly crew: Crew
  readonly builds: Builds
}

export interface Opening {
  readonly options: EngineOptions
  /** As it is now: hosts may join while the run is under way. */
  readonly planNow: () => Plan
  /** The machines are known from here on, and facts about them are heard. */
  readonly ready: (folder: string) => void
  readonly tell: (fact: Fact) => void
  readonly machines: () => readonly MachineState[]
  readonly journeyOf: (host: string) => Journey | undefined
  /** Takes what is to be closed at the end, whatever comes of the rest. */
  readonly closes: (close: () => unknown) => void
}

export const openRun = async (opening: Opening): Promise<Result<Opened>> => {
  const bench = await prepare(opening)
  if (!bench.ok) return bench
  const crew = createCrew(bench.value, opening.tell)
  opening.closes(() => switchOffInstallers(bench.value, opening.machines()))
  opening.closes(crew.dismiss)
  const serving = await openServers(bench.value, opening)
  if (!serving.ok) return serving
  // Only now: if that run still lived, our servers would not have come up beside its own.
  await removeRemains(opening.options)
  return succeed({ crew, builds: bench.value.builds })
}

/** What needs no socket: a refusal here has not touched the network. */
const prepare = async ({
  options,
  planNow,
  ready,
  tell,
  machines,
  closes,
}: Opening): Promise<Result<Bench>> => {
  const { world, plan, operator, tools, earlier = null } = options
  const endpoint = chooseEndpoint(plan.provision, world.network.interfaces())
  if (!endpoint.ok) return endpoint
  const records = await loadRecords(world, options.records)
  if (!records.ok) return records
  const private_ = await world.files.privateFolder('firstlight-')
  if (!private_.ok) return private_
  const { path: folder, remove } = private_.value
  closes(remove)
  const runKey = await makeKey(world, `${folder}/${runKeyPath}`, 'firstlight-run')
  if (!runKey.ok) return runKey
  ready(folder)
  const hostKeys = new Map<string, string>()
  return succeed({
    get plan() {
      return planNow()
    },
    ...{ world, operator, tools, folder, runKey: runKey.value },
    ...{ endpoint: endpoint.value, records: records.value, builds: once(options.builds(tell)) },
    ...{ earlier, earlierKey: await keyOf(options) },
    expectHostKey: (host, key) => void hostKeys.set(host, key),
    hostKeyOf: host => hostKeys.get(host),
    guestOf: host => machines().find(({ journey }) => journey.host === host)?.guest ?? null,
  })
}

const runKeyPath = 'key/id_ed25519'

/** The folder of a run that was cut off: its key is in there, and much that must not stay. */
const remainsOf = async ({ world, earlier }: EngineOptions) => {
  if (!earlier || earlier.settled || earlier.folder === null) return undefined
  const folder = await world.files.adoptFolder(earlier.folder, 'firstlight-')
  return folder.ok ? folder.value : undefined
}

const keyOf = async (options: EngineOptions): Promise<string | null> => {
  const remains = await remainsOf(options)
  if (remains === undefined) return null
  const key = await options.world.files.readText(`${remains.path}/${runKeyPath}`, 64 * 1024)
  return key.ok ? key.value : null
}

const removeRemains = async (options: EngineOptions): Promise<void> => (await remainsOf(options))?.remove()

const openServers = async (bench: Bench, opening: Opening): Promise<Result<void>> => {
  const { world, plan, endpoint, runKey, builds } = bench
  const { options, planNow, tell, journeyOf, closes } = opening
  const images = openImages(world.files, builds, planNow)
  closes(images.close)
  const gate = createGate({ planNow, random: world.random, journeyOf, tell })
  const published = { programs: options.programs, image: images.of }
  const serving = await serve({ world, plan, gate, endpoint, published, authorizedKey: runKey.publicKey })
  if (!serving.ok) return serving
  closes(serving.value.close)
  const { sockets } = serving.value
  tell({ type: 'serving', address: endpoint.address, mode: plan.provision.dhcp.mode, sockets })
  return succeed(undefined)
}
