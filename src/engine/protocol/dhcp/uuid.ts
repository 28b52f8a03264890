/**
 * Option 97: a zero, then 16 bytes as SMBIOS keeps them, the first three fields little-endian. Printed the way
 * the machine's own label and `dmidecode` print it; which is only done where somebody reads it.
 */
import { hex } from '../bytes.ts'

/** Nothing when it is malformed. */
export const isUuid = (option97: Uint8Array): boolean => option97.length === 17 && option97[0] === 0

/** Boards whose vendor forgot it send all zeros or all ones, every one of them the same. */
export const isNobodys = (option97: Uint8Array): boolean => {
  const first = option97[1]
  if (first !== 0 && first !== 255) return false
  for (let i = 2; i < 17; i++) if (option97[i] !== first) return false
  return true
}

const order = [4, 3, 2, 1, -1, 6, 5, -1, 8, 7, -1, 9, 10, -1, 11, 12, 13, 14, 15, 16]

export const uuidText = (option97: Uint8Array): string =>
  order.map(at => (at < 0 ? '-' : hex[option97[at] as number])).join('')
