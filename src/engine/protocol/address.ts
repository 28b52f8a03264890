/** IPv4 addresses as text, as numbers and as four bytes. */

/**
 * The address as an unsigned number, or nothing when the text is not one: no octal, no short forms. Read digit by
 * digit, because every packet has a few of them.
 */
export const parseIpv4 = (text: string): number | undefined => {
  let address = 0
  let dots = 0
  let octet = -1
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - zero
    if (digit === dot && octet >= 0) {
      address = address * 256 + octet
      dots += 1
      octet = -1
    } else {
      octet = withDigit(octet, digit)
      if (Number.isNaN(octet)) return undefined
    }
  }
  return dots === 3 && octet >= 0 ? address * 256 + octet : undefined
}

const zero = 48
const dot = 46 - zero

/** Of an octet that is -1 before its first digit. */
const withDigit = (octet: number, digit: number): number => {
  const longer = octet < 0 ? digit : octet * 10 + digit
  return digit < 0 || digit > 9 || octet === 0 || longer > 255 ? Number.NaN : longer
}

export const formatIpv4 = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`

/** Four bytes of a packet as text; most header fields are empty, hence the short cut. */
export const ipv4At = (bytes: Uint8Array, at: number): string => {
  const [a, b, c, d] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0]
  return (a | b | c | d) === 0 ? '0.0.0.0' : `${a}.${b}.${c}.${d}`
}

/** The address as it goes on the wire; text that is no address is the unspecified one. */
export const ipv4Bytes = (text: string): Uint8Array => {
  const address = parseIpv4(text) ?? 0
  return Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address)
}

export const netmaskOf = (prefix: number): number => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0)

export const networkOf = (address: number, netmask: number): number => (address & netmask) >>> 0

export const broadcastOf = (address: number, netmask: number): number => (address | ~netmask) >>> 0

export const onSameNetwork = (one: number, other: number, netmask: number): boolean =>
  networkOf(one, netmask) === networkOf(other, netmask)

/** `10.0.0.0/24` as numbers, or nothing when it is not one. */
export const parseCidr = (text: string): { network: number; netmask: number } | undefined => {
  const [address = '', prefix = ''] = text.split('/')
  const parsed = parseIpv4(address)
  if (parsed === undefined || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return undefined
  const netmask = netmaskOf(Number(prefix))
  return { network: networkOf(parsed, netmask), netmask }
}

export const isLoopback = (address: string): boolean => address.startsWith('127.')
