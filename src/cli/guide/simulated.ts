/** A rack to try the guide on: simulated machines that somebody switches on, and off and on again when asked to. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { type Fault, fail, type Result, succeed } from '../../engine/errors.ts'
import type { Engine, Plan } from '../../engine/index.ts'
import { createFleet, type Fleet, type FleetOptions } from '../../lab/simulated/fleet.ts'
import type { Context } from '../context.ts'
import { loadSite } from '../site.ts'
import type { Ground } from './ground.ts'

export const simulatedGround = async (
  options: Omit<FleetOptions, 'folder'>,
  context: Context,
): Promise<Result<Ground>> => {
  const folder = await mkdtemp(`${tmpdir()}/firstlight-demo-`)
  const remove = () => rm(folder, { recursive: true, force: true })
  const made = await groundIn(folder, options, context)
  if (!made.ok) await remove()
  return made.ok ? succeed({ ...made.value, close: () => made.value.close().finally(remove) }) : made
}

const groundIn = async (
  folder: string,
  options: Omit<FleetOptions, 'folder'>,
  context: Context,
): Promise<Result<Ground>> => {
  const created = await createFleet({ folder, ...options })
  if (!created.ok) return created
  const fleet = created.value
  const lab = await loadSite({ ...context, flags: { site: fleet.sitePath } })
  if (!lab.ok) return fail(lab.faults[0] ?? unreadable(fleet.sitePath))
  const { artifactsPath: artifacts, programsPath: ipxe, sshKeyPath: sshKey, nixosAnywhere } = fleet
  return succeed({
    flags: { artifacts, ipxe, sshKey, nixosAnywhere, records: `${folder}/machines.json` },
    loopback: true,
    adapt: plan => inLab(plan, lab.plan),
    opened: engine => switchOn(fleet, engine),
    close: () => fleet.stop(),
  })
}

const unreadable = (place: string): Fault => ({
  code: 'lab-site',
  message: "the lab's own site cannot be read",
  place,
  remedy: 'Report this as a bug',
})

/** Its ports and its patience; and on each machine what the lab built for it, whatever its name has become. */
const inLab = (plan: Plan, lab: Plan): Plan => {
  const { ports, deadlines, address, parallel } = lab.provision
  const built = new Map(lab.hosts.flatMap(host => host.macs.map(mac => [mac, host] as const)))
  return {
    ...plan,
    provision: { ...plan.provision, ports, deadlines, address, parallel },
    hosts: plan.hosts.map(host => {
      const known = host.macs.map(mac => built.get(mac)).find(known => known !== undefined)
      return known === undefined ? host : { ...host, installer: known.installer, system: known.system }
    }),
  }
}

/** A firmware that was not answered gives up: it is switched off and on again when it is its machine's turn. */
const switchOn = async (fleet: Fleet, engine: Engine): Promise<void> => {
  await fleet.start()
  for (const machine of fleet.machines) machine.powerOn()
  engine.store.observe(event => {
    if (event.type !== 'joined') return
    const macs = event.hosts.flatMap(({ macs }) => macs)
    for (const machine of fleet.machines) {
      if (!machine.spec.macs.some(mac => macs.includes(mac))) continue
      machine.powerOff()
      machine.powerOn()
    }
  })
}
