/**
 * The lab's own DHCP codec. It is written against RFC 2131 and the captures and shares nothing with the
 * server's, so that a misreading on one side is not mirrored, and hidden, on the other.
 */
export interface Packet {
  readonly op: 'request' | 'reply'
  readonly hops: number
  readonly xid: number
  readonly secs: number
  readonly broadcast: boolean
  readonly ciaddr: string
  readonly yiaddr: string
  readonly siaddr: string
  readonly giaddr: string
  readonly mac: string
  readonly file: string
  /** In wire order: firmware is recognised by it. */
  readonly options: readonly Option[]
}

export type Option = readonly [code: number, value: Uint8Array]

export const messages = { discover: 1, offer: 2, request: 3, ack: 5, nak: 6 } as const

export const nowhere = '0.0.0.0'

const cookie = Buffer.from([0x63, 0x82, 0x53, 0x63])
const optionsAt = 240

/** `least` is how long the packet is padded to: 300 by most, 548 by old ROMs. */
export const encodePacket = (packet: Packet, least = 300): Buffer => {
  const options = packet.options.flatMap(([code, value]) => [Buffer.from([code, value.length]), value])
  const bytes = Buffer.concat([header(packet), cookie, ...options, Buffer.from([255])])
  return bytes.length >= least ? bytes : Buffer.concat([bytes, Buffer.alloc(least - bytes.length)])
}

const header = (packet: Packet): Buffer => {
  const bytes = Buffer.alloc(optionsAt - cookie.length)
  bytes.set([packet.op === 'request' ? 1 : 2, 1, 6, packet.hops])
  bytes.writeUInt32BE(packet.xid, 4)
  bytes.writeUInt16BE(packet.secs, 8)
  bytes.writeUInt16BE(packet.broadcast ? 0x8000 : 0, 10)
  const { ciaddr, yiaddr, siaddr, giaddr } = packet
  bytes.set(
    [ciaddr, yiaddr, siaddr, giaddr].flatMap(address => [...addressBytes(address)]),
    12,
  )
  bytes.set(macBytes(packet.mac), 28)
  bytes.write(packet.file, 108, 127, 'latin1')
  return bytes
}

/** Nothing for what is no DHCP packet: firmware drops it without a word. */
export const decodePacket = (bytes: Buffer): Packet | undefined => {
  if (bytes.length < optionsAt || !bytes.subarray(optionsAt - 4, optionsAt).equals(cookie)) return undefined
  const address = (at: number): string => [...bytes.subarray(at, at + 4)].join('.')
  return {
    op: bytes[0] === 1 ? 'request' : 'reply',
    hops: bytes.readUInt8(3),
    xid: bytes.readUInt32BE(4),
    secs: bytes.readUInt16BE(8),
    broadcast: (bytes.readUInt16BE(10) & 0x8000) !== 0,
    ciaddr: address(12),
    yiaddr: address(16),
    siaddr: address(20),
    giaddr: address(24),
    mac: bytes.toString('hex', 28, 34).replace(/..(?=.)/g, '$&:'),
    file: untilZero(bytes.subarray(108, 236)),
    options: [...optionsOf(bytes.subarray(optionsAt))],
  }
}

/** Stops at the first option that runs past the end. */
function* optionsOf(bytes: Buffer): Generator<Option> {
  for (let at = 0; at < bytes.length && bytes[at] !== 255; ) {
    const code = bytes.readUInt8(at)
    if (code === 0) {
      at += 1
      continue
    }
    const end = at + 2 + (bytes[at + 1] ?? bytes.length)
    if (end > bytes.length) return
    yield [code, bytes.subarray(at + 2, end)]
    at = end
  }
}

export const optionOf = (packet: Packet, code: number): Buffer | undefined => {
  const found = packet.options.find(option => option[0] === code)
  return found === undefined ? undefined : Buffer.from(found[1])
}

export const textOf = (packet: Packet, code: number): string =>
  untilZero(optionOf(packet, code) ?? Buffer.of())

export const messageOf = (packet: Packet): number | undefined => optionOf(packet, 53)?.[0]

export const addressOf = (packet: Packet, code: number): string | undefined => {
  const value = optionOf(packet, code)
  return value?.length === 4 ? value.join('.') : undefined
}

const untilZero = (bytes: Buffer): string => {
  const end = bytes.indexOf(0)
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end)
}

export const addressBytes = (address: string): Uint8Array => Uint8Array.from(address.split('.'), Number)

export const macBytes = (mac: string): Uint8Array => Buffer.from(mac.replaceAll(':', ''), 'hex')
