/** A rack that is simulated on loopback, and the site it is: what the demo runs on. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { type Fault, fail, type Result, succeed } from '../engine/errors.ts'
import { createFleet, type Fleet } from '../lab/simulated/fleet.ts'
import type { Context } from './context.ts'
import type { DemoFlags } from './flags.ts'
import { loadSite } from './site.ts'
import type { Stage } from './stage.ts'

export const demoStage = async (flags: DemoFlags, context: Context): Promise<Result<Stage>> => {
  const folder = await mkdtemp(`${tmpdir()}/firstlight-demo-`)
  const remove = () => rm(folder, { recursive: true, force: true })
  const staged = await stageIn(folder, flags, context)
  if (!staged.ok) {
    await remove()
    return staged
  }
  const { close } = staged.value
  return succeed({ ...staged.value, close: async () => void (await close().finally(remove)) })
}

const stageIn = async (folder: string, flags: DemoFlags, context: Context): Promise<Result<Stage>> => {
  const { machines: count, fault: faults = [], speed, wipe = [] } = flags
  const created = await createFleet({
    ...{ folder, count, faults, closureBytes },
    ...(speed === undefined ? {} : { speed }),
  })
  if (!created.ok) return created
  const fleet = created.value
  const stranger = wipe.find(name => fleet.machine(name) === undefined)
  if (stranger !== undefined) return fail(noSuchMachine(stranger, count))
  const read = await loadSite({ ...context, flags: { site: fleet.sitePath } })
  if (!read.ok) return fail(read.faults[0] ?? noSuchMachine('', count))
  return succeed({
    read,
    flags: { ...labFlags(fleet, folder), wipe },
    opened: () => fleet.start(),
    close: () => fleet.stop(),
  })
}

/** Long enough on its way to be watched. */
const closureBytes = 150e6

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
