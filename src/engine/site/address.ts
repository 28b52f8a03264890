/** Addresses as numbers, so that "is it on this network" is arithmetic. Parsing is `ipaddr.js`'s, in its strict forms. */
import ipaddr from 'ipaddr.js'

export interface Address {
  readonly family: 4 | 6
  readonly value: bigint
}

/** An address and the network it says it is on. */
export interface Subnet {
  readonly address: Address
  readonly prefix: number
}

const bits = ({ family }: Address): number => (family === 4 ? 32 : 128)

/** `ipaddr.js` also takes `10.1`, octal and zone ids, which the tools behind us read differently. */
const isStrict = (text: string): boolean =>
  text.includes(':')
    ? !text.includes('%') && ipaddr.IPv6.isValid(text)
    : ipaddr.IPv4.isValidFourPartDecimal(text)

export const parseAddress = (text: string): Address | undefined => {
  if (!isStrict(text)) return undefined
  const bytes = ipaddr.parse(text).toByteArray()
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return { family: bytes.length === 4 ? 4 : 6, value }
}

export const parseSubnet = (text: string): Subnet | undefined => {
  const [, host = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  const address = parseAddress(host)
  if (address === undefined || Number(length) > bits(address)) return undefined
  return { address, prefix: Number(length) }
}

const hostBits = ({ address, prefix }: Subnet): bigint => BigInt(bits(address) - prefix)

const networkOf = (subnet: Subnet): bigint => subnet.address.value >> hostBits(subnet)

export const contains = (subnet: Subnet, address: Address): boolean =>
  subnet.address.family === address.family && networkOf(subnet) === address.value >> hostBits(subnet)

/** The network's own number, or in IPv4 its broadcast address: no machine can have it. */
export const isReserved = (subnet: Subnet, address: Address): boolean => {
  if (address.family === 6 || subnet.prefix > 30) return false
  const first = networkOf(subnet) << hostBits(subnet)
  const last = first + (1n << hostBits(subnet)) - 1n
  return address.value === first || address.value === last
}

export const isNetwork = (subnet: Subnet): boolean =>
  networkOf(subnet) << hostBits(subnet) === subnet.address.value

export const isLinkLocal = ({ family, value }: Address): boolean => family === 6 && value >> 118n === 0x3fan

/** `10.0.0.11/24` is on `10.0.0.0/24`. */
export const networkAround = (cidr: string): string | undefined => {
  const subnet = parseSubnet(cidr)
  if (subnet === undefined) return undefined
  const kind = subnet.address.family === 4 ? ipaddr.IPv4 : ipaddr.IPv6
  return `${kind.networkAddressFromCIDR(cidr).toString()}/${subnet.prefix}`
}

/** One spelling for each address, to compare and to show. */
export const canonical = (text: string): string =>
  isStrict(text) ? ipaddr.parse(text).toString() : text.toLowerCase()

/** `10.0.0.11` of `10.0.0.11/24`. */
export const bare = (text: string): string => text.replace(/\/.*$/, '')
