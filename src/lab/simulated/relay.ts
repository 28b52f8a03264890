/**
 * A DHCP relay agent on loopback (RFC 2131, 4.1.1; RFC 1542): what machines broadcast it sends on to the
 * servers with its own address in giaddr, and hands their replies to the machine they are for. This is how a
 * rack fits on loopback, where nothing can be broadcast, and how relayed requests get tested.
 */
import { openDatagrams } from './datagrams.ts'
import { decodePacket, encodePacket, type Packet } from './dhcp-packet.ts'

export interface Relay {
  readonly address: string
  /** Plugs a network card in; the returned function unplugs it. */
  plug(mac: string, receive: (packet: Packet) => void): () => void
  broadcast(packet: Packet, least: number): void
  /** Bytes as they are, for machines that send garbage. */
  raw(bytes: Uint8Array): void
  close(): void
}

export interface RelayOptions {
  readonly address: string
  readonly port: number
  /** Everybody who serves on this network: the proxy and, in proxy mode, the address server. */
  readonly servers: readonly { readonly address: string; readonly port: number }[]
}

export const openRelay = async ({ address, port, servers }: RelayOptions): Promise<Relay> => {
  const cards = new Map<string, (packet: Packet) => void>()
  const socket = await openDatagrams({
    address,
    port,
    receiveBuffer: 4 << 20,
    receive: bytes => {
      const packet = decodePacket(bytes)
      if (packet?.op === 'reply') cards.get(packet.mac)?.(packet)
    },
  })
  const raw = (bytes: Uint8Array): void => {
    for (const server of servers) socket.send(bytes, server.address, server.port)
  }
  return {
    address,
    plug: (mac, receive) => {
      cards.set(mac, receive)
      return () => {
        if (cards.get(mac) === receive) cards.delete(mac)
      }
    },
    broadcast: (packet, least) =>
      raw(encodePacket({ ...packet, hops: packet.hops + 1, giaddr: address }, least)),
    raw,
    close: socket.close,
  }
}
