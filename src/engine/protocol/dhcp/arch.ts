/**
 * Option 93: what kind of machine asks. 7 and 9 are both x64: RFC 4578's table had them swapped (see its
 * errata), and firmware follows either. A Raspberry Pi may say 0.
 */
import { uint16 } from '../bytes.ts'
import type { Firmware } from './request.ts'

const firmwares: Readonly<Record<number, Firmware>> = {
  0: 'bios',
  6: 'ia32',
  7: 'x64',
  9: 'x64',
  10: 'arm32',
  11: 'arm64',
  15: 'ia32',
  16: 'x64',
  18: 'arm32',
  19: 'arm64',
  20: 'bios',
  27: 'riscv64',
  28: 'riscv64',
  39: 'loongarch64',
  40: 'loongarch64',
}

export const firmwareOf = (arch: number): Firmware => firmwares[arch] ?? 'unknown'

/** The list is in the order of the client's preference; the first one we know decides. */
export const preferredArch = (option93: Uint8Array): number | undefined => {
  const first = archAt(option93, 0)
  for (let i = 0; i + 1 < option93.length; i += 2) {
    const arch = archAt(option93, i)
    if (arch !== undefined && arch in firmwares) return arch
  }
  return first
}

const archAt = (bytes: Uint8Array, at: number): number | undefined =>
  at + 1 < bytes.length ? uint16(bytes, at) : undefined

/** Some firmware leaves option 93 out and says it in option 60: `PXEClient:Arch:00007:UNDI:003000`. */
export const archInClass = (vendorClass: string): number | undefined => {
  const arch = /:Arch:(\d{5})/.exec(vendorClass)?.[1]
  return arch === undefined ? undefined : Number(arch)
}
