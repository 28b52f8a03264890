/** What a simulated machine is made of. */
export interface MachineSpec {
  readonly name: string
  /** The first is the card it boots from. */
  readonly macs: readonly [string, ...string[]]
  readonly uuid: string
  readonly firmware: FirmwareKind
  readonly bootOrder: 'network' | 'disk'
  readonly memoryBytes: number
  readonly cpus: number
  readonly disks: readonly DiskSpec[]
  /** Where its installed system answers, and what the site's address server gives it. */
  readonly address: string
}

export interface DiskSpec {
  readonly path: string
  readonly serial: string
  readonly model: string
  readonly bytes: number
}

/** `bios` has iPXE in its network card, `bios-pxe` an old PXE ROM. */
export const firmwareKinds = ['bios', 'bios-pxe', 'uefi', 'uefi-http'] as const

export type FirmwareKind = (typeof firmwareKinds)[number]
