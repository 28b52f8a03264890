/**
 * Bytes become a packet, or the reason why they are none. Every read is bounded by the packet, every loop eats
 * at least one byte, and nothing is thrown or printed: whatever a network sends, this returns.
 */
import { latin1, uint16, uint32 } from '../bytes.ts'
import { messages, option } from './codes.ts'
import { macAt } from './mac-text.ts'
import { OptionCollector, plainOptions } from './options.ts'
import type { DhcpPacket, PacketOptions } from './packet.ts'

export type Decoded =
  | { readonly ok: true; readonly packet: DhcpPacket }
  | { readonly ok: false; readonly why: string }

/** Header, then the magic cookie; BOOTP without the cookie is not spoken here. */
const optionsAt = 240
const file = { from: 108, to: 236 }
const sname = { from: 44, to: 108 }
const magicCookie = 0x63825363

/** No client sends more than an Ethernet frame holds: refusing the rest keeps a packet's cost bounded. */
const longest = 2048

export const decodeDhcp = (received: Uint8Array): Decoded => {
  const bytes = plain(received)
  const why = malformed(bytes)
  if (why !== undefined) return { ok: false, why }
  const options = plainOptions(bytes, optionsAt)
  return options === undefined ? decodeJoined(bytes) : { ok: true, packet: packetOf(bytes, 0, options) }
}

const decodeJoined = (bytes: Uint8Array): Decoded => {
  const collector = new OptionCollector()
  if (!collector.collect(bytes, optionsAt, bytes.length)) return truncated('the options')
  const overload = collector.options.get(option.overload)?.[0] ?? 0
  if (overload & 1 && !collector.collect(bytes, file.from, file.to)) return truncated('the file field')
  if (overload & 2 && !collector.collect(bytes, sname.from, sname.to)) return truncated('the sname field')
  return { ok: true, packet: packetOf(bytes, overload, collector.join()) }
}

/** Each option is a view of these bytes, and views of Node's own kind of array take three times as long to make. */
const plain = ({ buffer, byteOffset, length }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, length)

const truncated = (where: string): Decoded => ({
  ok: false,
  why: `an option is cut off at the end of ${where}`,
})

const malformed = (bytes: Uint8Array): string | undefined => {
  if (bytes.length < optionsAt) return `${bytes.length} bytes are too few for a DHCP packet`
  if (bytes.length > longest) return `${bytes.length} bytes are too many for a DHCP packet`
  if (uint32(bytes, 236) !== magicCookie) return 'the DHCP magic cookie is missing'
  if (bytes[0] !== 1 && bytes[0] !== 2) return `op ${bytes[0]} is neither a request nor a reply`
  if (bytes[1] !== 1 || bytes[2] !== 6) return `hardware type ${bytes[1]}, length ${bytes[2]}: not Ethernet`
  return undefined
}

const packetOf = (bytes: Uint8Array, overload: number, options: PacketOptions): DhcpPacket => ({
  op: bytes[0] === 1 ? 'request' : 'reply',
  hops: bytes[3] as number,
  xid: uint32(bytes, 4),
  secs: uint16(bytes, 8),
  flags: uint16(bytes, 10),
  ciaddr: uint32(bytes, 12),
  yiaddr: uint32(bytes, 16),
  siaddr: uint32(bytes, 20),
  giaddr: uint32(bytes, 24),
  mac: macAt(bytes, 28),
  sname: overload & 2 ? '' : textAt(bytes, sname.from, sname.to),
  file: overload & 1 ? '' : textAt(bytes, file.from, file.to),
  message: messages[options.get(option.message)?.[0] ?? 0] ?? 'none',
  options,
})

/** Up to the first zero, one character a byte: what it means is for the reader to say. */
const textAt = (bytes: Uint8Array, from: number, to: number): string => {
  let end = from
  while (end < to && bytes[end] !== 0) end++
  return end === from ? '' : latin1(bytes.subarray(from, end))
}

/** An option's bytes as text, without the zeros some firmware ends it with. */
export const textOf = (value: Uint8Array | undefined): string =>
  value === undefined ? '' : textAt(value, 0, value.length)
