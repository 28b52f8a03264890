/**
 * What we answer. The header fields carry the boot server and the file: every firmware reads them there, and
 * iPXE wants both (siaddr not zero, file not empty), or it goes looking on port 4011.
 */
import { ipv4Bytes, parseIpv4 } from '../address.ts'
import { ascii } from '../bytes.ts'
import { bootFileFor } from './boot-file.ts'
import { ipxe, type Message, messages, option, pxe } from './codes.ts'
import { bootOptions, type OfferForm } from './forms.ts'
import type { Grant } from './grant.ts'
import { innerOptions } from './options.ts'
import type { DhcpPacket, DhcpReply, Option, Options } from './packet.ts'
import type { BootRequest } from './request.ts'

/** Where machines find us, as far as DHCP tells them. */
export interface Here {
  readonly address: number
  readonly url: string
  /** What every reply begins with: its message type, and our address. */
  readonly heads: Readonly<Record<DhcpReply['message'], Options>>
}

export const hereAt = ({ address, url }: { readonly address: string; readonly url: string }): Here => {
  const head = (message: Message): Options => [
    [option.message, Uint8Array.of(messages.indexOf(message))],
    [option.server, ipv4Bytes(address)],
  ]
  return {
    address: parseIpv4(address) ?? 0,
    url,
    heads: { offer: head('offer'), ack: head('ack'), nak: head('nak') },
  }
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
  const boot = bootOptions({
    request,
    form,
    givesAddress: grant !== null,
    server: here.address,
    file: file.name,
    bootItem: bootItemOf(packet),
  })
  const message = request.message === 'discover' ? 'offer' : 'ack'
  const options = [here.heads[message], boot]
  if (grant !== null) options.push(grant.options)
  if (request.stage === 'ipxe') options.push(grant === null ? prefersUs : waitsForNobody)
  const yiaddr = grant?.address ?? 0
  return {
    ok: true,
    reply: replyTo(packet, message, options, {
      yiaddr,
      siaddr: here.address,
      file: file.name,
      name: grant?.name ?? null,
    }),
  }
}

/** An address and nothing to boot: for systems that are up. */
export const addressReply = (
  packet: DhcpPacket,
  message: 'offer' | 'ack',
  here: Here,
  grant: Grant,
): DhcpReply => {
  const options = [here.heads[message], grant.options]
  return replyTo(packet, message, options, { ...nothingToBoot, yiaddr: grant.address ?? 0, name: grant.name })
}

const nothingToBoot = { yiaddr: 0, siaddr: 0, file: '', name: null }

/** A refusal carries no address at all; through a relay it must be broadcast (RFC 2131, 4.3.2). */
export const nakReply = (packet: DhcpPacket, here: Here, why: string): DhcpReply => {
  const reply = replyTo(packet, 'nak', [here.heads.nak, [[option.reason, ascii(why)]]], nothingToBoot)
  const flags = packet.giaddr === 0 ? reply.flags : reply.flags | 0x8000
  return { ...reply, flags, ciaddr: 0 }
}

interface Given extends Pick<DhcpReply, 'yiaddr' | 'siaddr' | 'file'> {
  readonly name: string | null
}

const replyTo = (
  packet: DhcpPacket,
  message: DhcpReply['message'],
  options: readonly Options[],
  { yiaddr, siaddr, file, name }: Given,
): DhcpReply => ({
  xid: packet.xid,
  secs: 0,
  flags: packet.flags,
  ciaddr: message === 'offer' ? 0 : packet.ciaddr,
  yiaddr,
  siaddr,
  giaddr: packet.giaddr,
  mac: packet.mac,
  file,
  message,
  options,
  own: ownOptions(packet, name),
})

/** Its name; and back as they came the UUID (RFC 4578) and, last of all, what a relay added (RFC 3046). */
const ownOptions = ({ options }: DhcpPacket, name: string | null): Options => {
  const own: Option[] = name === null ? [] : [[option.hostName, ascii(name)]]
  for (const code of echoedCodes) {
    const value = options.get(code)
    if (value !== undefined && value.length > 0 && value.length < 256) own.push([code, value])
  }
  return own
}

const echoedCodes = [option.uuid, option.relayAgent]

const prefersUs: Options = [[option.ipxe, Uint8Array.of(ipxe.priority, 1, 1)]]
/** And where we are the address server too, does not wait for a proxy. */
const waitsForNobody: Options = [[option.ipxe, Uint8Array.of(ipxe.priority, 1, 1, ipxe.noProxy, 1, 1)]]

const bootItemOf = ({ options }: DhcpPacket): Uint8Array | undefined => {
  const vendor = options.get(option.vendorOptions)
  const item = vendor === undefined ? undefined : innerOptions(vendor)?.get(pxe.bootItem)
  return item?.length === 4 ? item : undefined
}
