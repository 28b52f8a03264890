/** A virtual machine as whoever rehearses describes it. */
export type FirmwareKind = 'bios' | 'uefi'

export interface VirtualDisk {
  /** At most 20 characters: what all three kinds of controller hold. */
  readonly serial: string
  readonly bytes: number
  /** What it is plugged into, and so what it is called: vda, sda or nvme0n1; virtio unless said. */
  readonly bus?: 'virtio' | 'sata' | 'nvme'
  /** SATA alone: it is part of the name in /dev/disk/by-id. */
  readonly model?: string
}

export const disksOf = ({ disk, otherDisks }: VirtualMachine): readonly VirtualDisk[] =>
  disk ? [disk, ...otherDisks] : otherDisks

/** Where a machine's disks are kept, by the first one's place. */
export const diskFile = (first: string, index: number): string => (index === 0 ? first : `${first}${index}`)

export interface VirtualMachine {
  readonly name: string
  readonly mac: string
  readonly firmware: FirmwareKind
  readonly order: 'disk-first' | 'network-first'
  /** `http`: UEFI's PXE stacks are off, so it boots over HTTP or not at all. */
  readonly network: 'pxe' | 'http'
  /** The one it boots from. */
  readonly disk: VirtualDisk | null
  readonly otherDisks: readonly VirtualDisk[]
  /** MiB. */
  readonly memory: number
  readonly cpus: number
}

/** What a machine gets unless said otherwise; 512 MiB hold the mini installer, a real NixOS wants 4096. */
export const virtualMachine = (
  machine: Pick<VirtualMachine, 'name' | 'mac'> & Partial<VirtualMachine>,
): VirtualMachine => ({
  firmware: 'bios',
  order: 'disk-first',
  network: 'pxe',
  disk: { serial: `FL-${machine.name}`.slice(0, 20), bytes: 2 ** 30 },
  otherDisks: [],
  memory: 512,
  cpus: 1,
  ...machine,
})
