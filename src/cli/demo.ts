/** `firstlight demo`: the real engine on real sockets, against machines that are simulated on loopback. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { explain, type Fault } from '../engine/index.ts'
import { faultsKnown } from '../lab/simulated/faults.ts'
import { createFleet, type Fleet } from '../lab/simulated/fleet.ts'
import { type Context, exitCodes } from './context.ts'
import { follow } from './follow.ts'
import { launch } from './launch.ts'
import type { DemoFlags } from './program.ts'
import { loadSite, tellRefused } from './site.ts'

export const demo = async (flags: DemoFlags, context: Context): Promise<number> => {
  if (flags.fault?.includes('help')) return tellFaults(context)
  const folder = await mkdtemp(`${tmpdir()}/firstlight-demo-`)
  try {
    return await demoIn(folder, flags, context)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const demoIn = async (folder: string, flags: DemoFlags, context: Context): Promise<number> => {
  const { machines: count, fault: faults = [], speed, wipe = [] } = flags
  const created = await createFleet({ folder, count, faults, ...(speed === undefined ? {} : { speed }) })
  if (!created.ok) return refuse(context, created.fault, exitCodes.badUsage)
  const fleet = created.value
  const stranger = wipe.find(name => fleet.machine(name) === undefined)
  if (stranger !== undefined) return refuse(context, noSuchMachine(stranger, count), exitCodes.badUsage)
  const site = { ...context, flags: { site: fleet.sitePath } }
  const loaded = await loadSite(site)
  if (!loaded.ok) return tellRefused(site, loaded)
  const launched = await launch(loaded.plan, { ...labFlags(fleet, folder), wipe, attended: false }, context)
  if (!launched.ok) return refuse(context, launched.fault, exitCodes.refused)
  await fleet.start()
  try {
    return await follow(launched.value, context, flags.json === true)
  } finally {
    await fleet.stop()
  }
}

const refuse = ({ err }: Context, fault: Fault, code: number): number => {
  err(explain(fault))
  return code
}

const noSuchMachine = (name: string, count: number): Fault => ({
  code: 'no-such-machine',
  message: `no simulated machine is called "${name}"`,
  place: '--wipe',
  remedy: `The machines are machine1 to machine${count}`,
})

const labFlags = ({ artifactsPath, programsPath, sshKeyPath, nixosAnywhere }: Fleet, folder: string) => ({
  artifacts: artifactsPath,
  ipxe: programsPath,
  sshKey: sshKeyPath,
  nixosAnywhere,
  records: `${folder}/machines.json`,
})

const tellFaults = ({ out }: Context): number => {
  out(
    'A machine misbehaves on command: --fault machine2=occupied-disk --fault machine3=packet-loss=0.1,dies-in=copying',
  )
  for (const line of faultsKnown()) out(`  ${line}`)
  return exitCodes.well
}
