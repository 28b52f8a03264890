/** Everything a run opens, in its order, and gives back in the reverse: folder, key, builds, servers. */
import { type Crew, createCrew } from './crew.ts'
import { chooseEndpoint } from './endpoint.ts'
import type { EngineOptions } from './engine.ts'
import { type Result, succeed } from './errors.ts'
import type { Fact } from './events.ts'
import { createGate } from './gatekeeper.ts'
import type { Journey } from './journey.ts'
import { openImages } from './opened-images.ts'
import { serve } from './serve.ts'
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
  /** The machines are known from here on, and facts about them are heard. */
  readonly ready: () => void
  readonly tell: (fact: Fact) => void
  readonly journeyOf: (host: string) => Journey | undefined
  /** Takes what is to be closed at the end, whatever comes of the rest. */
  readonly closes: (close: () => unknown) => void
}

export const openRun = async (opening: Opening): Promise<Result<Opened>> => {
  const bench = await prepare(opening)
  if (!bench.ok) return bench
  const crew = createCrew(bench.value, opening.tell)
  opening.closes(crew.dismiss)
  const serving = await openServers(bench.value, opening)
  return serving.ok ? succeed({ crew, builds: bench.value.builds }) : serving
}

/** What needs no socket: a refusal here has not touched the network. */
const prepare = async ({ options, ready, tell, closes }: Opening): Promise<Result<Bench>> => {
  const { world, plan, operator, tools } = options
  const endpoint = chooseEndpoint(plan.provision, world.network.interfaces())
  if (!endpoint.ok) return endpoint
  const records = await loadRecords(world, options.records)
  if (!records.ok) return records
  const private_ = await world.files.privateFolder('firstlight-')
  if (!private_.ok) return private_
  const { path: folder, remove } = private_.value
  closes(remove)
  const runKey = await makeKey(world, `${folder}/key/id_ed25519`, 'firstlight-run')
  if (!runKey.ok) return runKey
  ready()
  const hostKeys = new Map<string, string>()
  return succeed({
    ...{ world, plan, operator, tools, folder, runKey: runKey.value },
    ...{ endpoint: endpoint.value, records: records.value, builds: once(options.builds(tell)) },
    expectHostKey: (host, key) => void hostKeys.set(host, key),
    hostKeyOf: host => hostKeys.get(host),
  })
}

const openServers = async (bench: Bench, opening: Opening): Promise<Result<void>> => {
  const { world, plan, endpoint, runKey, builds } = bench
  const { options, tell, journeyOf, closes } = opening
  const images = openImages(world.files, builds, plan)
  closes(images.close)
  const gate = createGate({ plan, random: world.random, journeyOf, tell })
  const published = { programs: options.programs, image: images.of }
  const serving = await serve({ world, plan, gate, endpoint, published, authorizedKey: runKey.publicKey })
  if (!serving.ok) return serving
  closes(serving.value.close)
  const { sockets } = serving.value
  tell({ type: 'serving', address: endpoint.address, mode: plan.provision.dhcp.mode, sockets })
  return succeed(undefined)
}
