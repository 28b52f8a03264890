/** DISCOVER, offers, REQUEST, and a boot server on port 4011 where that is where the program is named. */
import { randomInt } from 'node:crypto'
import { openDatagrams } from '../datagrams.ts'
import { decodePacket, encodePacket, messageOf, messages, nowhere, type Packet } from '../dhcp-packet.ts'
import { createMailbox, type Mailbox } from '../mailbox.ts'
import type { Uptime } from '../uptime.ts'
import { type Draft, type Envelope, type Firmware, packetOf } from './firmware.ts'
import {
  fileOf,
  isComplete,
  noOffers,
  type Offers,
  type Program,
  programIn,
  serverOf,
  suffices,
  withOffer,
} from './offers.ts'

export interface Lease {
  readonly address: string
  /** Where the boot program is; the file is empty when nobody named one. */
  readonly server: string
  readonly file: string
}

/** Nothing when nobody answered in time. */
export const configure = async (uptime: Uptime, firmware: Firmware): Promise<Lease | undefined> => {
  const client = plugIn(uptime, firmware)
  try {
    const offers = await discover(client)
    const ack = offers?.address === undefined ? undefined : await request(client, offers.address)
    if (offers === undefined || ack === undefined) return undefined
    const program = programIn(firmware, offers, ack)
    const { server, file } =
      program.from === 'bootServer' ? await askBootServer(client, program.server, ack.yiaddr) : named(program)
    return { address: ack.yiaddr, server, file }
  } finally {
    client.unplug()
  }
}

const named = (program: Exclude<Program, { from: 'bootServer' }>) =>
  program.from === 'offer' ? program : { server: nowhere, file: '' }

interface Client {
  readonly uptime: Uptime
  readonly firmware: Firmware
  readonly xid: number
  readonly began: number
  readonly inbox: Mailbox<Packet>
  /** Messages sent so far. */
  sent: number
  unplug(): void
}

const plugIn = (uptime: Uptime, firmware: Firmware): Client => {
  const inbox = createMailbox<Packet>(uptime.signal)
  const xid = randomInt(2 ** 32)
  const unplug = uptime.rack.relay.plug(uptime.spec.macs[0], packet => {
    if (packet.xid === xid) uptime.weather(() => inbox.put(packet))
  })
  return { uptime, firmware, xid, began: Date.now(), inbox, sent: 0, unplug }
}

const elapsed = (client: Client): number => (Date.now() - client.began) / client.uptime.rack.pace.patience(1)

const draft = (client: Client, message: Draft, envelope: Partial<Envelope> = {}): Packet => {
  client.sent += 1
  const { spec } = client.uptime
  const secs = client.firmware.secs(client.sent, elapsed(client))
  return packetOf(message, { mac: spec.macs[0], uuid: spec.uuid }, { xid: client.xid, secs, ...envelope })
}

const broadcast = ({ uptime, firmware }: Client, packet: Packet): void =>
  uptime.weather(() => uptime.rack.relay.broadcast(packet, firmware.least))

const discover = async (client: Client): Promise<Offers | undefined> => {
  let offers = noOffers
  for (const seconds of client.firmware.patience) {
    broadcast(client, draft(client, client.firmware.discover))
    offers = await collect(client, offers, seconds)
    if (isComplete(client.firmware, offers) || suffices(client.firmware, offers, elapsed(client)))
      return offers
  }
  return undefined
}

/** PXE goes on collecting for all of its time, though it has what it needs: that is its own doing, and sped up. */
const collect = async (client: Client, first: Offers, seconds: number): Promise<Offers> => {
  const { inbox, uptime, firmware } = client
  const { pace } = uptime.rack
  const began = Date.now()
  let offers = first
  while (!isComplete(firmware, offers)) {
    const enough = firmware.family !== 'ipxe' && suffices(firmware, offers, 0)
    const until = began + (enough ? pace.ms(seconds) : pace.patience(seconds))
    const packet = await inbox.next(until - Date.now())
    if (packet === undefined) return offers
    if (messageOf(packet) === messages.offer) offers = withOffer(offers, packet)
  }
  return offers
}

const request = async (client: Client, offer: Packet): Promise<Packet | undefined> => {
  const chosen = { server: serverOf54(offer), address: offer.yiaddr }
  for (const seconds of client.firmware.patience) {
    broadcast(client, draft(client, client.firmware.request, { chosen }))
    const answer = await settled(client, seconds)
    if (answer !== undefined) return messageOf(answer) === messages.ack ? answer : undefined
  }
  return undefined
}

/** The server identifier is what a REQUEST chooses by; siaddr is for the next step. */
const serverOf54 = (offer: Packet): string => serverOf({ ...offer, siaddr: nowhere })

/** Late offers still come in; only an ACK with an address, or a NAK, settles it. */
const settled = async ({ inbox, uptime }: Client, seconds: number): Promise<Packet | undefined> => {
  const until = Date.now() + uptime.rack.pace.patience(seconds)
  for (;;) {
    const packet = await inbox.next(until - Date.now())
    if (packet === undefined) return undefined
    const message = messageOf(packet)
    if (message === messages.nak || (message === messages.ack && packet.yiaddr !== nowhere)) return packet
  }
}

/** Straight to the boot server, from the machine's own address; only what comes from that port counts. */
const askBootServer = async (client: Client, server: string, address: string) => {
  const { uptime, firmware } = client
  const { ports } = uptime.rack
  const inbox = createMailbox<Packet>(uptime.signal)
  const socket = await openDatagrams({
    address,
    port: firmware.bootServerFrom === 'proxy' ? ports.proxy : ports.client,
    receive: (bytes, from) => {
      const packet = decodePacket(bytes)
      if (packet?.op === 'reply' && from.port === ports.proxy) uptime.weather(() => inbox.put(packet))
    },
  })
  try {
    for (const seconds of firmware.bootServerPatience) {
      const packet = draft(client, firmware.bootServer, { ciaddr: address, chosen: { server, address } })
      uptime.weather(() => socket.send(encodePacket(packet, firmware.least), server, ports.proxy))
      const answer = await inbox.next(uptime.rack.pace.patience(seconds))
      if (answer?.xid === client.xid) return { server: serverOf(answer), file: fileOf(answer) }
    }
    return { server, file: '' }
  } finally {
    socket.close()
  }
}
