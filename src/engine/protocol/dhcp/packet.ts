/** A DHCP packet as facts: what was read from the wire, and what is to be written to it. RFC 2131, 2132. */

export interface DhcpPacket {
  readonly op: 'request' | 'reply'
  readonly hops: number
  readonly xid: number
  readonly secs: number
  /** The highest bit asks for a broadcast answer; the others are copied into it. */
  readonly flags: number
  readonly ciaddr: string
  readonly yiaddr: string
  readonly siaddr: string
  readonly giaddr: string
  /** Lower case, colons. */
  readonly mac: string
  readonly sname: string
  readonly file: string
  /** Raw values; options split over several entries (RFC 3396) or overloaded (52) are already joined. */
  readonly options: ReadonlyMap<number, Uint8Array>
}

/** What we write: header fields by name, options as raw bytes. */
export interface DhcpReply {
  readonly xid: number
  readonly secs: number
  readonly flags: number
  readonly ciaddr: string
  readonly yiaddr: string
  readonly siaddr: string
  readonly giaddr: string
  readonly mac: string
  readonly file: string
  readonly options: ReadonlyMap<number, Uint8Array>
}
