/** What the agent finds out about the machine it runs on: the same whether it phones home or is asked over SSH. */
import { type Disk, diskFacts } from './disks.ts'
import type { MachineSpec } from './spec.ts'

export interface Facts {
  readonly bootId: string
  readonly macs: readonly string[]
  readonly links: readonly { readonly name: string; readonly mac: string }[]
  readonly addresses: readonly string[]
  readonly ssh: { readonly port: number; readonly hostKeys: readonly string[] }
  readonly memoryBytes: number
  readonly cpus: number
  readonly firmware: 'bios' | 'uefi'
  readonly disks: readonly ReturnType<typeof diskFacts>[]
}

export interface Situation {
  readonly spec: MachineSpec
  readonly disks: readonly Disk[]
  readonly bootId: string
  readonly address: string
  readonly ssh: Facts['ssh']
}

export const factsOf = ({ spec, disks, bootId, address, ssh }: Situation): Facts => ({
  bootId,
  macs: spec.macs,
  links: spec.macs.map((mac, n) => ({ name: `eno${n + 1}`, mac })),
  addresses: [address],
  ssh,
  memoryBytes: spec.memoryBytes,
  cpus: spec.cpus,
  firmware: spec.firmware.startsWith('uefi') ? 'uefi' : 'bios',
  disks: disks.map(diskFacts),
})
