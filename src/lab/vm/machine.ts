/** A virtual machine as whoever rehearses describes it. */
export type FirmwareKind = 'bios' | 'uefi'

export interface VirtualMachine {
  readonly name: string
  readonly mac: string
  readonly firmware: FirmwareKind
  readonly order: 'disk-first' | 'network-first'
  /** `http`: UEFI's PXE stacks are off, so it boots over HTTP or not at all. */
  readonly network: 'pxe' | 'http'
  readonly disk: { readonly serial: string; readonly bytes: number } | null
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
  memory: 512,
  cpus: 1,
  ...machine,
})
