/** What network firmware is, to the rest of a machine: the packets it sends and the patience it has. */
import type { Option, Packet } from '../dhcp-packet.ts'
import { nowhere } from '../dhcp-packet.ts'

export interface Firmware {
  /** As its option 60 says. */
  readonly vendor: string
  readonly transport: 'pxe' | 'http'
  /** Whether a boot program may come straight from an offer, or option 43 must say so first. */
  readonly family: 'ipxe' | 'pxe' | 'http'
  readonly platform: 'pcbios' | 'efi'
  /** Seconds it waits after each DISCOVER. */
  readonly patience: readonly number[]
  /** Seconds it waits after each question to a boot server on port 4011. */
  readonly bootServerPatience: readonly number[]
  /** The port it asks boot servers from. */
  readonly bootServerFrom: 'proxy' | 'client'
  /** Seconds between two DISCOVERs become this header field. */
  secs(attempt: number, elapsed: number): number
  /** Packets are padded to this length. */
  readonly least: number
  readonly discover: Draft
  readonly request: Draft
  readonly bootServer: Draft
}

/** A message to be: its header flag, and its options in this firmware's order. */
export interface Draft {
  readonly broadcast: boolean
  options(identity: Identity, chosen: Chosen): readonly Option[]
}

export interface Identity {
  readonly mac: string
  readonly uuid: string
}

/** Addresses in dotted form; only in messages that answer an offer. */
export interface Chosen {
  readonly server: string
  readonly address: string
}

export interface Envelope {
  readonly xid: number
  readonly secs: number
  readonly ciaddr?: string
  readonly chosen?: Chosen
}

export const packetOf = (draft: Draft, identity: Identity, envelope: Envelope): Packet => ({
  op: 'request',
  hops: 0,
  xid: envelope.xid,
  secs: envelope.secs,
  broadcast: draft.broadcast,
  ciaddr: envelope.ciaddr ?? nowhere,
  yiaddr: nowhere,
  siaddr: nowhere,
  giaddr: nowhere,
  mac: identity.mac,
  file: '',
  options: draft.options(identity, envelope.chosen ?? { server: nowhere, address: nowhere }),
})

export const hex = (digits: string): Uint8Array => Buffer.from(digits, 'hex')

export const text = (value: string): Uint8Array => Buffer.from(value, 'latin1')

/** Option 97: a zero, then the UUID with its first three fields little-endian, as SMBIOS stores them. */
export const guid = (uuid: string): Uint8Array => {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  const swapped = [bytes.subarray(0, 4), bytes.subarray(4, 6), bytes.subarray(6, 8)].map(part =>
    Buffer.from(part).reverse(),
  )
  return Buffer.concat([Buffer.of(0), ...swapped, bytes.subarray(8)])
}
