/**
 * The real engine over a rack in another process: `engine.ts SITE ARTIFACTS PROGRAMS FOLDER`. Systems are still
 * being built, as they are when a rack is switched on: so every machine boots, phones home, and waits. Prints how
 * long that took and what it cost, or which machines did not come.
 */
import { loadPrograms } from '../../src/cli/programs.ts'
import { loadArtifacts } from '../../src/engine/artifacts/load.ts'
import { createEngine } from '../../src/engine/engine.ts'
import type { RunEvent } from '../../src/engine/index.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { loadPlan } from '../../src/engine/site/load.ts'
import { prebuilt } from '../../src/engine/work/build.ts'
import type { Builds } from '../../src/engine/work/task.ts'
import { quantile } from '../harness/measure.ts'

const [site = '', artifactsPath = '', programs = '', folder = ''] = process.argv.slice(2)
const world = createWorld()

const loaded = await loadPlan({ world, source: site })
if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('\n'))
const artifacts = await loadArtifacts(world.files, artifactsPath)
if (!artifacts.ok) throw new Error(artifacts.fault.message)
const builds: Builds = { ...prebuilt(artifacts.value), system: () => new Promise(() => {}) }

const engine = createEngine({
  ...{ plan: loaded.plan, world, version: 'bench', programs: await loadPrograms(world, [programs]) },
  builds: () => builds,
  operator: { privateKeys: [], agent: null },
  tools: { nixosAnywhere: ['false'], agentScript: '' },
  journal: `${folder}/journal.jsonl`,
  records: `${folder}/machines.json`,
  ...{ wipe: [], only: [], attended: true },
})

const count = loaded.plan.hosts.length
const wokenAt = new Map<string, number>()
const took = new Map<string, number>()
const lost = new Map<string, string>()
const before = process.cpuUsage()
const began = performance.now()

const watch = (event: RunEvent): void => {
  if (event.type === 'woke' && !wokenAt.has(event.host)) wokenAt.set(event.host, event.at)
  if (!('host' in event)) return
  if (event.type === 'phonedHome') took.set(event.host, event.at - (wokenAt.get(event.host) ?? event.at))
  const phase = engine.store.machine(event.host)?.journey.phase
  if (phase?.name === 'failed' && !took.has(event.host)) lost.set(event.host, phase.fault.message)
  if (took.size + lost.size === count) finish()
}

const finish = (): void => {
  const { user, system } = process.cpuUsage(before)
  const figures = {
    seconds: (performance.now() - began) / 1000,
    slowest: quantile([...took.values()], 1) / 1000,
    lost: lost.size,
    cpu: (user + system) / 1e6 / count,
    memory: process.resourceUsage().maxRSS * 1024,
  }
  for (const why of new Set(lost.values())) console.error(why)
  console.log(JSON.stringify(figures))
  process.exit()
}

engine.store.observe(watch)
const started = await engine.start()
if (!started.ok) throw new Error(started.fault.message)
