/** The few sums an IPv4 network needs here. */
export type Cidr = `${string}/${number}`

export const splitCidr = (cidr: Cidr): { readonly address: string; readonly prefix: number } => {
  const [address = '', prefix = ''] = cidr.split('/')
  return { address, prefix: Number(prefix) }
}

const toNumber = (address: string): number =>
  address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)

const toText = (address: number): string =>
  [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.')

const sizeOf = (cidr: Cidr): number => 2 ** (32 - splitCidr(cidr).prefix)

export const networkOf = (cidr: Cidr): string => {
  const address = toNumber(splitCidr(cidr).address)
  return toText(address - (address % sizeOf(cidr)))
}

export const broadcastOf = (cidr: Cidr): string => toText(toNumber(networkOf(cidr)) + sizeOf(cidr) - 1)

export const maskOf = (cidr: Cidr): string => toText(2 ** 32 - sizeOf(cidr))

export const holds = (cidr: Cidr, address: string): boolean =>
  networkOf(`${address}/${splitCidr(cidr).prefix}`) === networkOf(cidr)

/** How many places it has, its own and the broadcast's among them. */
export const placesIn = (cidr: Cidr): number => sizeOf(cidr)

/** The address `place` places after the network's own: 1 is the first usable. */
export const addressAt = (cidr: Cidr, place: number): string => toText(toNumber(networkOf(cidr)) + place)
