/** Where a reply goes: a function of the packet alone (RFC 2131, 4.1). */
import { formatIpv4 } from '../address.ts'
import type { DhcpPacket, DhcpReply } from './packet.ts'

export interface Destination {
  readonly address: string
  readonly port: number
}

/**
 * Without an address yet it is broadcast, flag or no flag: to unicast to an address that nobody answers ARP for
 * one would have to write the neighbour table.
 */
export const destinationOf = (
  packet: DhcpPacket,
  reply: DhcpReply,
  ports: { readonly client: number; readonly relay: number },
): Destination => {
  if (packet.giaddr !== 0) return { address: formatIpv4(packet.giaddr), port: ports.relay }
  const refused = reply.message === 'nak'
  const address = refused || packet.ciaddr === 0 ? '255.255.255.255' : formatIpv4(packet.ciaddr)
  return { address, port: ports.client }
}
