/** IPv4 addresses as text, as numbers and as four bytes. */
import { uint32 } from './bytes.ts'

/** The address as an unsigned number, or nothing when the text is not one: no octal, no short forms. */
export const parseIpv4 = (text: string): number | undefined => {
  const octets = text.split('.')
  if (octets.length !== 4 || !octets.every(isOctet)) return undefined
  return octets.reduce((address, octet) => address * 256 + Number(octet), 0)
}

const isOctet = (text: string): boolean => /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255

export const formatIpv4 = (address: number): string =>
  `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`

/** Four bytes of a packet as text. */
export const ipv4At = (bytes: Uint8Array, at: number): string => formatIpv4(uint32(bytes, at))

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
