/** What a machine takes a file for when it starts it: by its checksum, told by whoever set up the rack. */
import { createHash } from 'node:crypto'

export type Image =
  | { readonly kind: 'kernel'; readonly of: string }
  | { readonly kind: 'initrd'; readonly of: string; readonly init: string }
  | { readonly kind: 'program'; readonly name: string }

/** By lower-case hexadecimal SHA-256. */
export type Images = ReadonlyMap<string, Image>

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** As Documentation/arch/x86/boot.rst has it: the boot sector's signature, and HdrS after it. */
export const isKernel = (head: Buffer): boolean =>
  head.length >= 0x206 &&
  head.readUInt16BE(0x1fe) === 0x55aa &&
  head.toString('latin1', 0x202, 0x206) === 'HdrS'

/** A cpio archive, plain or compressed by gzip or zstd: the kernel unpacks nothing else here. */
export const isInitrd = (head: Buffer): boolean =>
  ['303730373031', '1f8b', '28b52ffd'].some(magic => head.toString('hex').startsWith(magic))
