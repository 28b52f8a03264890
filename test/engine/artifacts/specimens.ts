/** The beginnings of files that machines boot, and of some that they do not. */

export const bytesAt = (
  size: number,
  ...marks: readonly (readonly [at: number, hex: string])[]
): Uint8Array => {
  const bytes = new Uint8Array(size)
  for (const [at, hex] of marks) bytes.set(Buffer.from(hex, 'hex'), at)
  return bytes
}

const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex')

export const bzImage = bytesAt(4096, [0x1fe, '55aa'], [0x202, ascii('HdrS')])
export const arm64Image = bytesAt(4096, [0x38, ascii('ARM\x64')])
/** As kernels with an EFI stub are: its header follows the old one. */
export const efiProgram = bytesAt(4096, [0, ascii('MZ')], [0x3c, '40000000'], [0x40, '50450000'])
export const gzip = bytesAt(4096, [0, '1f8b08'])
