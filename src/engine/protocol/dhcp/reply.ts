/**
 * What we answer. The header fields carry the boot server and the file: every firmware reads them there, and
 * iPXE wants both (siaddr not zero, file not empty), or it goes looking on port 4011.
 */
import { ipv4Bytes } from '../address.ts'
import { bootFileFor } from './boot-file.ts'
import { ipxe, type Message, messages, option, pxe } from './codes.ts'
import { ascii, bootOptions, type OfferForm } from './forms.ts'
import { type Grant, grantOptions, type Options } from './grant.ts'
import { innerOptions } from './options.ts'
import type { DhcpPacket, DhcpReply } from './packet.ts'
import type { BootRequest } from './request.ts'

/** Where machines find us, as far as DHCP tells them. */
export interface Here {
  readonly address: string
  readonly url: string
}

export interface BootAnswer {
  readonly packet: DhcpPacket
  readonly request: BootRequest
  readonly here: Here
  readonly form: OfferForm
  readonly bootFile: string | null
  /** Null beside another address server (ProxyDHCP). */
  readonly grant: Grant | null
}

export type BootReply =
  | { readonly ok: true; readonly reply: DhcpReply }
  | { readonly ok: false; readonly why: string }

/** OFFER to a DISCOVER, ACK to everything else. */
export const bootReply = (answer: BootAnswer): BootReply => {
  const { packet, request, here, form, grant } = answer
  const file = bootFileFor(request, here.url, answer.bootFile)
  if (!file.ok) return file
  const data = { request, form, server: here.address, file: file.name, bootItem: bootItemOf(packet) }
  const options = [
    ...bootOptions({ ...data, givesAddress: grant !== null }),
    ...(grant === null ? [] : grantOptions(grant)),
    ...(request.stage === 'ipxe' ? [ipxeOptions(grant !== null)] : []),
  ]
  const message = request.message === 'discover' ? 'offer' : 'ack'
  const base = replyTo(packet, message, here, options)
  const yiaddr = grant?.address ?? '0.0.0.0'
  return { ok: true, reply: { ...base, yiaddr, siaddr: here.address, file: file.name } }
}

/** An address and nothing to boot: for systems that are up. */
export const addressReply = (
  packet: DhcpPacket,
  message: 'offer' | 'ack',
  here: Here,
  grant: Grant,
): DhcpReply => ({
  ...replyTo(packet, message, here, grantOptions(grant)),
  yiaddr: grant.address ?? '0.0.0.0',
})

/** A refusal carries no address at all; through a relay it must be broadcast (RFC 2131, 4.3.2). */
export const nakReply = (packet: DhcpPacket, here: Here, why: string): DhcpReply => {
  const reply = replyTo(packet, 'nak', here, [[option.reason, ascii(why)]])
  const flags = packet.giaddr === '0.0.0.0' ? reply.flags : reply.flags | 0x8000
  return { ...reply, flags, ciaddr: '0.0.0.0' }
}

const replyTo = (
  packet: DhcpPacket,
  message: 'offer' | 'ack' | 'nak',
  here: Here,
  options: Options,
): DhcpReply => ({
  xid: packet.xid,
  secs: 0,
  flags: packet.flags,
  ciaddr: message === 'offer' ? '0.0.0.0' : packet.ciaddr,
  yiaddr: '0.0.0.0',
  siaddr: '0.0.0.0',
  giaddr: packet.giaddr,
  mac: packet.mac,
  file: '',
  options: optionsOf(packet, message, here, options),
})

const optionsOf = (packet: DhcpPacket, message: Message, here: Here, own: Options): DhcpReply['options'] => {
  const options = new Map<number, Uint8Array>()
  options.set(option.message, Uint8Array.of(messages.indexOf(message)))
  options.set(option.server, ipv4Bytes(here.address))
  for (const [code, value] of own) options.set(code, value)
  for (const code of echoed) {
    const value = packet.options.get(code)
    if (value !== undefined && value.length > 0 && value.length < 256) options.set(code, value)
  }
  return options
}

/** The UUID (RFC 4578) and what a relay added (RFC 3046) go back as they came; the latter comes last. */
const echoed = [option.uuid, option.relayAgent]

/** Prefer us; and where we are the address server too, do not wait for a proxy. */
const ipxeOptions = (givesAddress: boolean): readonly [number, Uint8Array] => [
  option.ipxe,
  Uint8Array.of(ipxe.priority, 1, 1, ...(givesAddress ? [ipxe.noProxy, 1, 1] : [])),
]

const bootItemOf = ({ options }: DhcpPacket): Uint8Array | undefined => {
  const vendor = options.get(option.vendorOptions)
  const item = vendor === undefined ? undefined : innerOptions(vendor)?.get(pxe.bootItem)
  return item?.length === 4 ? item : undefined
}
