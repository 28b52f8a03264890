/** What a kernel and an initial ramdisk begin with: whether they are what their names say. */

/** So much of a file is enough to tell. */
export const headBytes = 4096

export type KernelFormat = 'bzImage' | 'arm64 Image' | 'EFI program'

/** As the kernel's own boot protocols have it: x86's boot sector, arm64's image header, or a PE program. */
export const kernelFormat = (head: Uint8Array): KernelFormat | undefined => {
  if (begins(head, 0x1fe, '55aa') && begins(head, 0x202, ascii('HdrS'))) return 'bzImage'
  if (begins(head, 0x38, ascii('ARM\u0064'))) return 'arm64 Image'
  return isProgram(head) ? 'EFI program' : undefined
}

/** `MZ` alone are two letters: where they are meant, the program's header is where they say. */
const isProgram = (head: Uint8Array): boolean => {
  if (!begins(head, 0, ascii('MZ')) || head.length < 0x40) return false
  const header = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0x3c, true)
  return begins(head, header, '50450000')
}

/** What Linux unpacks; an archive with CPU microcode in front begins as a plain one. */
const ramdisks = {
  cpio: ['303730373031', '303730373032'],
  gzip: ['1f8b'],
  xz: ['fd377a585a00'],
  zstd: ['28b52ffd'],
  lz4: ['02214c18'],
  lzma: ['5d0000'],
  lzo: ['894c5a4f'],
  bzip2: ['425a68'],
} as const

export type RamdiskFormat = keyof typeof ramdisks

export const ramdiskFormat = (head: Uint8Array): RamdiskFormat | undefined =>
  (Object.keys(ramdisks) as RamdiskFormat[]).find(format =>
    ramdisks[format].some(magic => begins(head, 0, magic)),
  )

const begins = (bytes: Uint8Array, at: number, magic: string): boolean =>
  bytes.length >= at + magic.length / 2 &&
  Array.from({ length: magic.length / 2 }, (_, n) => bytes[at + n]).every(
    (byte, n) => byte === Number.parseInt(magic.slice(2 * n, 2 * n + 2), 16),
  )

const ascii = (text: string): string =>
  [...text].map(letter => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('')
