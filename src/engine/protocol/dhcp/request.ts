/** The facts of a machine that asks to boot, as the rest of the program knows it. */

export type Firmware = 'bios' | 'ia32' | 'x64' | 'arm32' | 'arm64' | 'riscv64' | 'loongarch64' | 'unknown'

export interface BootRequest {
  readonly mac: string
  /** Option 97 as it came (`uuidText` reads it); absent when the firmware sends none, or one that is nobody's. */
  readonly uuid: Uint8Array | null
  readonly message: 'discover' | 'request' | 'inform'
  readonly firmware: Firmware
  /** How it wants its boot program: by PXE (TFTP) or by UEFI HTTP boot. */
  readonly transport: 'pxe' | 'http'
  /** Who is asking: the machine's firmware, or an iPXE that can fetch a script from us. */
  readonly stage: 'firmware' | 'ipxe'
  /** Option 93 as it came, for the trace. */
  readonly arch: number
}
