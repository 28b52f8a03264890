/**
 * Our servers as a run opens them, with the real gate, store and journal, for machines that were just woken:
 * `serve.ts SITE PROGRAMS IMAGE`. IMAGE is a folder with `kernel` and `initrd`. A program of its own, so that its
 * processor time is its own.
 */
import { loadPrograms } from '../src/cli/programs.ts'
import { chooseEndpoint } from '../src/engine/endpoint.ts'
import type { Result } from '../src/engine/errors.ts'
import type { Fact } from '../src/engine/events.ts'
import type { ImageSources } from '../src/engine/gate.ts'
import { createGate } from '../src/engine/gatekeeper.ts'
import { openJournal } from '../src/engine/journal.ts'
import { createWorld } from '../src/engine/node/world.ts'
import type { Plan } from '../src/engine/plan.ts'
import { serve } from '../src/engine/serve.ts'
import { loadPlan } from '../src/engine/site/load.ts'
import { createStore, type Store } from '../src/engine/store.ts'

const [site = '', programs = '', image = ''] = process.argv.slice(2)
const world = createWorld()

const given = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.fault.message)
  return result.value
}

const readPlan = async (): Promise<Plan> => {
  const loaded = await loadPlan({ world, source: site })
  if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('\n'))
  return loaded.plan
}

const openStore = (plan: Plan): Store => {
  const warned = (fact: Fact) => console.error(JSON.stringify(fact))
  const journal = openJournal(world, `${image}/journal.jsonl`, fault => warned({ type: 'warned', fault }))
  const store = createStore({ now: world.clock.now, write: event => journal.write(event), moved: () => {} })
  store.observe(event => event.type === 'warned' && warned(event))
  const hosts = plan.hosts.map(({ name, macs, wave }) => ({ name, macs, wave }))
  store.tell({ type: 'runStarted', site, version: 'bench', hosts })
  for (const { name: host } of hosts) {
    store.tell({ type: 'started', host })
    store.tell({ type: 'probed', host, state: 'off', detail: '' })
  }
  return store
}

const readImage = async (): Promise<ImageSources> => ({
  kernel: given(await world.files.open(`${image}/kernel`)),
  initrd: given(await world.files.open(`${image}/initrd`)),
  init: '/nix/store/system/init',
  params: [],
})

const plan = await readPlan()
const store = openStore(plan)
const journeyOf = (host: string) => store.machine(host)?.journey
const sources = await readImage()
const published = { programs: await loadPrograms(world, [programs]), image: async () => sources }
const gate = createGate({ planNow: () => plan, random: world.random, journeyOf, tell: store.tell })
const endpoint = given(chooseEndpoint(plan.provision, world.network.interfaces()))
const serving = given(await serve({ world, plan, gate, endpoint, published, authorizedKey: '' }))
console.log(`serving ${serving.sockets.join(', ')}`)
process.on('SIGTERM', () => process.exit())
