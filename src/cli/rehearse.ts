/**
 * `firstlight rehearse`: the site's machines as virtual ones on an isolated network, and the real run against
 * them. Everything is built first, because nothing leaves that network; then this very program is started inside
 * it as `run`, and is told what the machines say on their serial consoles.
 */
import { explain, type Fault, type Plan } from '../engine/index.ts'
import { type LabOptions, up } from '../lab/vm/lab.ts'
import type { VirtualMachine } from '../lab/vm/machine.ts'
import { type Ground, groundOf, rehearsedMachine, serialsTooLong } from '../lab/vm/rehearse.ts'
import { type Context, exitCodes, stateFolder } from './context.ts'
import type { RehearseFlags } from './flags.ts'
import { imagesBuild } from './images.ts'
import { lookAtHost } from './rehearse-needs.ts'
import { reportLines } from './rehearse-report.ts'
import { argumentsOf, runInside } from './rehearse-run.ts'
import { chosenHosts, readBoots, serialTooLong } from './rehearse-words.ts'
import { loadSite, tellRefused, warningLines } from './site.ts'

export const rehearse = async (flags: RehearseFlags, context: Context): Promise<number> => {
  const site = { ...context, flags }
  const loaded = await loadSite(site)
  if (!loaded.ok) return tellRefused(site, loaded)
  for (const line of warningLines(loaded.warnings)) context.err(line)
  const hosts = chosenHosts(loaded.plan, flags)
  if (!hosts.ok) return refuse(context, [hosts.fault], exitCodes.badUsage)
  const boots = readBoots(flags.firmware ?? [], hosts.value)
  if (!boots.ok) return refuse(context, [boots.fault], exitCodes.badUsage)
  const machines = hosts.value.map(host =>
    rehearsedMachine(host, {
      ...{ boots: boots.value, memory: flags.memory, disk: flags.disk * 2 ** 30 },
      order: flags.networkFirst ? 'network-first' : 'disk-first',
    }),
  )
  const ground = groundOf(loaded.plan)
  const host = await lookAtHost(machines, ground, context)
  for (const line of host.lines) context.err(line)
  const faults = [...host.faults, ...serialsTooLong(machines).map(serialTooLong)]
  if (faults.length > 0) return refuse(context, faults, exitCodes.refused)
  return flags.check
    ? exitCodes.well
    : perform({ plan: loaded.plan, machines, ground, host: host.options }, flags, context)
}

interface Rehearsal {
  readonly plan: Plan
  readonly machines: readonly VirtualMachine[]
  readonly ground: Ground
  readonly host: Pick<LabOptions, 'acceleration' | 'uefi' | 'folders'>
}

const perform = async (rehearsal: Rehearsal, flags: RehearseFlags, context: Context): Promise<number> => {
  // What a rehearsal remembers of machines must never be taken for a word on the real ones.
  const all = `${stateFolder(context)}/rehearsals`
  const state = `${all}/${new Date(context.world.clock.now()).toISOString().replaceAll(':', '-')}`
  const artifacts = flags.artifacts ?? `${all}/artifacts`
  const built = flags.artifacts === undefined ? await build(artifacts, flags, context) : exitCodes.well
  return built === exitCodes.well ? stage(rehearsal, { ...flags, artifacts }, state, context) : built
}

const build = (output: string, { json: _, ...flags }: RehearseFlags, context: Context): Promise<number> =>
  imagesBuild({ ...flags, output, systems: true }, { ...context, out: context.err })

const stage = async (
  { plan, machines, ground, host }: Rehearsal,
  flags: RehearseFlags,
  state: string,
  context: Context,
): Promise<number> => {
  const consoles = `${state}/consoles`
  const server = ground.server === null ? {} : { site: ground.server }
  const lab = await up(machines, { ...host, ...server, address: ground.address, logs: consoles })
  if (!lab.ok) return refuse(context, [lab.fault], exitCodes.refused)
  try {
    const code = await runInside(lab.value, argumentsOf(flags, lab.value.bridge.address), state, context)
    for (const line of await reportLines(`${state}/firstlight/${plan.name}`, flags, context))
      context.err(line)
    context.err(`Serial consoles: ${consoles}`)
    return code
  } finally {
    await lab.value.down()
  }
}

const refuse = ({ err }: Context, faults: readonly Fault[], code: number): number => {
  for (const fault of faults) err(explain(fault))
  return code
}
