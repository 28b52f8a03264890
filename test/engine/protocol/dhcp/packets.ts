/** Packets for tests, field by field. */
import { ipv4Bytes, parseIpv4 } from '../../../../src/engine/protocol/address.ts'
import type { DhcpReply } from '../../../../src/engine/protocol/dhcp/packet.ts'

export interface Fields {
  readonly op?: number
  readonly xid?: number
  readonly secs?: number
  readonly flags?: number
  readonly ciaddr?: string
  readonly giaddr?: string
  readonly mac?: string
  readonly sname?: readonly number[]
  readonly file?: readonly number[]
  readonly options?: readonly (readonly [number, readonly number[]])[]
  readonly tail?: readonly number[]
}

/** An address as packets have it. */
export const ip = (text: string): number => {
  const address = parseIpv4(text)
  if (address === undefined) throw new Error(`${text} is no address`)
  return address
}

export const bytesOf = (text: string): readonly number[] => [...Buffer.from(text, 'latin1')]

const padded = (bytes: readonly number[], length: number): readonly number[] =>
  Array.from({ length }, (_, i) => bytes[i] ?? 0)

export const packetBytes = (fields: Fields): Uint8Array =>
  Uint8Array.from([
    ...[fields.op ?? 1, 1, 6, 0], // op, Ethernet, 6 bytes of MAC, hops
    ...padded([...Buffer.from((fields.xid ?? 0x01020304).toString(16).padStart(8, '0'), 'hex')], 4),
    ...[0, fields.secs ?? 0], // secs
    ...[(fields.flags ?? 0) >> 8, (fields.flags ?? 0) & 255], // flags
    ...ipv4Bytes(fields.ciaddr ?? '0.0.0.0'),
    ...[0, 0, 0, 0], // yiaddr
    ...[0, 0, 0, 0], // siaddr
    ...ipv4Bytes(fields.giaddr ?? '0.0.0.0'),
    ...padded(Buffer.from((fields.mac ?? '52:54:00:77:00:01').replaceAll(':', ''), 'hex').toJSON().data, 16),
    ...padded(fields.sname ?? [], 64),
    ...padded(fields.file ?? [], 128),
    ...[0x63, 0x82, 0x53, 0x63], // magic cookie
    ...(fields.options ?? []).flatMap(([code, value]) => [code, value.length, ...value]),
    ...(fields.tail ?? [255]),
  ])

export const message = { discover: 1, request: 3, decline: 4, release: 7, inform: 8 } as const

/** What firmware sends; `arch` and `vendorClass` say which one. */
export const bootPacket = (
  kind: keyof typeof message,
  vendorClass: string,
  more: Omit<Fields, 'options'> & { readonly options?: Fields['options'] } = {},
): Uint8Array =>
  packetBytes({
    ...more,
    options: [[53, [message[kind]]], [60, bytesOf(vendorClass)], ...(more.options ?? [])],
  })

/** All options of a reply by their code. */
export const optionsOf = ({ options, own }: DhcpReply): ReadonlyMap<number, Uint8Array> =>
  new Map([...options.flat(), ...own])

export const uuidOption = [
  97,
  [0, 0x78, 0x56, 0x34, 0x12, 0xbc, 0x9a, 0xf0, 0xde, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 1],
] as const
