/** `firstlight demo`: the real engine on real sockets, against machines that are simulated on loopback. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { explain } from '../engine/index.ts'
import { createFleet } from '../lab/simulated/fleet.ts'
import { type Context, exitCodes } from './context.ts'
import { follow } from './follow.ts'
import { launch } from './launch.ts'
import type { DemoFlags } from './program.ts'
import { loadSite } from './site.ts'

export const demo = async (flags: DemoFlags, context: Context): Promise<number> => {
  const folder = await mkdtemp(`${tmpdir()}/firstlight-demo-`)
  try {
    return await demoIn(folder, flags, context)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const demoIn = async (folder: string, flags: DemoFlags, context: Context): Promise<number> => {
  const fleet = await createFleet({
    folder,
    count: flags.machines,
    faults: flags.fault ?? [],
    speed: flags.speed ?? 1,
  })
  if (!fleet.ok) {
    context.err(explain(fleet.fault))
    return exitCodes.badUsage
  }
  const { sitePath, artifactsPath, nixosAnywhere, programsPath, sshKeyPath } = fleet.value
  const plan = await loadSite({ site: sitePath }, context)
  if (plan === undefined) return exitCodes.badUsage
  const options = {
    artifacts: artifactsPath,
    ipxe: programsPath,
    sshKey: sshKeyPath,
    nixosAnywhere,
    records: `${folder}/machines.json`,
    attended: false,
  }
  const engine = await launch(plan, { ...options, wipe: flags.wipe ?? [] }, context)
  if (!engine.ok) {
    context.err(explain(engine.fault))
    return exitCodes.refused
  }
  await fleet.value.start()
  try {
    return await follow(engine.value, context, flags.json === true)
  } finally {
    await fleet.value.stop()
  }
}
