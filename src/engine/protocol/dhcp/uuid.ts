/**
 * Option 97: a zero, then 16 bytes as SMBIOS keeps them, the first three fields little-endian. Printed the way
 * the machine's own label and `dmidecode` print it.
 */
const order = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]

/** Null when it was not sent, or never set in the firmware; nothing when it is malformed. */
export const readUuid = (option97: Uint8Array | undefined): string | null | undefined => {
  if (option97 === undefined) return null
  if (option97.length !== 17 || option97[0] !== 0) return undefined
  if (neverSet(option97)) return null
  let uuid = ''
  for (const i of order) uuid += i < 0 ? '-' : (option97[i + 1] as number).toString(16).padStart(2, '0')
  return uuid
}

/** Boards whose vendor forgot it send all zeros or all ones, every one of them the same. */
const neverSet = (bytes: Uint8Array): boolean => {
  const first = bytes[1]
  if (first !== 0 && first !== 255) return false
  for (let i = 2; i < 17; i++) if (bytes[i] !== first) return false
  return true
}
