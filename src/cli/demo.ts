/** `firstlight demo`: the real engine on real sockets, against machines that are simulated on loopback. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { explain } from '../engine/index.ts'
import { type Faults, habits, readFaults, stages } from '../lab/simulated/faults.ts'
import { createFleet, type Fleet } from '../lab/simulated/fleet.ts'
import { type Context, exitCodes } from './context.ts'
import { follow } from './follow.ts'
import { launch } from './launch.ts'
import type { DemoFlags } from './program.ts'
import { loadSite, tellRefused } from './site.ts'

export const demo = async (flags: DemoFlags, context: Context): Promise<number> => {
  if (flags.fault?.includes('help')) return tellFaults(context)
  const read = readFaults(flags.fault ?? [])
  if (!read.ok) {
    context.err(`--fault: ${read.message}`)
    return exitCodes.badUsage
  }
  const folder = await mkdtemp(`${tmpdir()}/firstlight-demo-`)
  try {
    return await demoIn(folder, read.faults, flags, context)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const demoIn = async (
  folder: string,
  faults: ReadonlyMap<string, Faults>,
  flags: DemoFlags,
  context: Context,
): Promise<number> => {
  const speed = flags.speed === undefined ? {} : { speed: flags.speed }
  const fleet = await createFleet({ folder, machines: flags.machines, faults, ...speed })
  const unknown = [...faults.keys(), ...(flags.wipe ?? [])].find(name => fleet.machine(name) === undefined)
  if (unknown !== undefined) {
    context.err(
      `--fault, --wipe: there is no machine "${unknown}"; there are machine1 to machine${flags.machines}`,
    )
    return exitCodes.badUsage
  }
  const site = { ...context, flags: { site: fleet.sitePath } }
  const loaded = await loadSite(site)
  if (!loaded.ok) return tellRefused(site, loaded)
  const engine = await launch(
    loaded.plan,
    { ...labFlags(fleet, folder), wipe: flags.wipe ?? [], attended: false },
    context,
  )
  if (!engine.ok) {
    context.err(explain(engine.fault))
    return exitCodes.refused
  }
  await fleet.start()
  try {
    return await follow(engine.value, context, flags.json === true)
  } finally {
    await fleet.stop()
  }
}

const labFlags = ({ artifactsPath, programsPath, sshKeyPath, nixosAnywhere }: Fleet, folder: string) => ({
  artifacts: artifactsPath,
  ipxe: programsPath,
  sshKey: sshKeyPath,
  nixosAnywhere,
  records: `${folder}/machines.json`,
})

const tellFaults = ({ out }: Context): number => {
  out(
    'A machine misbehaves on command: --fault machine2=occupied-disk, --fault machine3=packet-loss=0.1,dies-in=copying',
  )
  for (const [name, looks] of Object.entries(habits)) out(`  ${name.padEnd(20)} it ${looks}`)
  out(`  ${'packet-loss=0.1'.padEnd(20)} it loses a tenth of its packets, both ways`)
  out(`  ${'dies-in=STAGE'.padEnd(20)} it loses its power there, once: ${stages.join(', ')}`)
  return exitCodes.well
}
