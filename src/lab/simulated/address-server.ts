/** The site's own DHCP server, as proxy mode finds one: it gives each machine its address and nothing else. */
import { openDatagrams } from './datagrams.ts'
import {
  addressBytes,
  decodePacket,
  encodePacket,
  messageOf,
  messages,
  nowhere,
  type Packet,
} from './dhcp-packet.ts'

export interface AddressServerOptions {
  readonly address: string
  readonly port: number
  readonly netmask: string
  /** Addresses by MAC; who is not in it gets no answer. */
  readonly leases: ReadonlyMap<string, string>
}

export const openAddressServer = async (options: AddressServerOptions): Promise<{ close(): void }> => {
  const socket = await openDatagrams({
    address: options.address,
    port: options.port,
    receiveBuffer: 4 << 20,
    receive: (bytes, from) => {
      const packet = decodePacket(bytes)
      const reply = packet === undefined ? undefined : replyTo(packet, options)
      if (reply !== undefined) socket.send(encodePacket(reply), from.address, from.port)
    },
  })
  return { close: socket.close }
}

export const replyTo = (packet: Packet, options: AddressServerOptions): Packet | undefined => {
  const message = answers.get(messageOf(packet))
  const yiaddr = options.leases.get(packet.mac)
  if (packet.op !== 'request' || message === undefined || yiaddr === undefined) return undefined
  return {
    ...packet,
    op: 'reply',
    hops: 0,
    ciaddr: nowhere,
    yiaddr,
    siaddr: nowhere,
    options: [
      [53, Buffer.of(message)],
      [54, addressBytes(options.address)],
      [51, Buffer.from([0, 0, 0x0e, 0x10])],
      [1, addressBytes(options.netmask)],
    ],
  }
}

const answers: ReadonlyMap<number | undefined, number> = new Map([
  [messages.discover, messages.offer],
  [messages.request, messages.ack],
])
