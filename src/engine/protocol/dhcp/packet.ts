/**
 * A DHCP packet as facts: what was read from the wire, and what is to be written to it. RFC 2131, 2132.
 * Addresses are numbers, as they are on the wire; text where somebody reads them.
 */
import type { Message } from './codes.ts'

export interface DhcpPacket {
  readonly op: 'request' | 'reply'
  readonly hops: number
  readonly xid: number
  readonly secs: number
  /** The highest bit asks for a broadcast answer; the others are copied into it. */
  readonly flags: number
  readonly ciaddr: number
  readonly yiaddr: number
  readonly siaddr: number
  readonly giaddr: number
  /** Lower case, colons. */
  readonly mac: string
  readonly sname: string
  readonly file: string
  readonly message: Message
  /** Raw values; options split over several entries (RFC 3396) or overloaded (52) are already joined. */
  readonly options: PacketOptions
}

export interface PacketOptions extends Iterable<readonly [code: number, value: Uint8Array]> {
  get(code: number): Uint8Array | undefined
}

/** An option as it is written: its code, and its value. */
export type Option = readonly [code: number, value: Uint8Array]
export type Options = readonly Option[]

/** What we write. */
export interface DhcpReply {
  readonly xid: number
  readonly secs: number
  readonly flags: number
  readonly ciaddr: number
  readonly yiaddr: number
  readonly siaddr: number
  readonly giaddr: number
  readonly mac: string
  readonly file: string
  readonly message: 'offer' | 'ack' | 'nak'
  /** In groups, from the message type on: a group that was made once, for all replies, is also formatted once. */
  readonly options: readonly Options[]
  /** What is of this reply alone, as it is. It comes last. */
  readonly own: Options
}
