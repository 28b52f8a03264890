/** A packet becomes named facts before anything is decided; or the reason why nobody asks to boot here. */
import { ascii } from '../bytes.ts'
import { archInClass, firmwareOf, preferredArch } from './arch.ts'
import { ipxe, option } from './codes.ts'
import { textOf } from './decode.ts'
import { innerOptions } from './options.ts'
import type { DhcpPacket } from './packet.ts'
import type { BootRequest } from './request.ts'
import { isNobodys, isUuid } from './uuid.ts'

export type ReadRequest =
  | { readonly ok: true; readonly request: BootRequest }
  | { readonly ok: false; readonly why: string }

export const readRequest = (packet: DhcpPacket): ReadRequest => {
  if (packet.op !== 'request') return none('a reply')
  const { message } = packet
  if (message === 'none') return none('a packet without a message type')
  if (message !== 'discover' && message !== 'request' && message !== 'inform') return none(`a ${message}`)
  const vendorClass = packet.options.get(option.vendorClass)
  const transport = transportOf(vendorClass)
  if (transport === undefined) return none('not a boot request')
  const sent = packet.options.get(option.uuid)
  if (sent !== undefined && !isUuid(sent)) return none('a boot request with a malformed UUID (option 97)')
  const uuid = sent === undefined || isNobodys(sent) ? null : sent
  const arch = archOf(packet, vendorClass)
  if (arch === undefined) return none('a boot request that does not tell its architecture')
  const { mac } = packet
  const firmware = firmwareOf(arch)
  return { ok: true, request: { mac, uuid, message, firmware, transport, stage: stageOf(packet), arch } }
}

const none = (why: string): ReadRequest => ({ ok: false, why })

const transportOf = (vendorClass: Uint8Array | undefined): BootRequest['transport'] | undefined => {
  if (vendorClass === undefined) return undefined
  if (startsWith(vendorClass, pxeClient)) return 'pxe'
  return startsWith(vendorClass, httpClient) ? 'http' : undefined
}

const pxeClient = ascii('PXEClient')
const httpClient = ascii('HTTPClient')

const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean => {
  for (let at = 0; at < start.length; at++) if (bytes[at] !== start[at]) return false
  return true
}

const archOf = ({ options }: DhcpPacket, vendorClass: Uint8Array | undefined): number | undefined => {
  const listed = options.get(option.arch)
  return (listed === undefined ? undefined : preferredArch(listed)) ?? archInClass(textOf(vendorClass))
}

/** An iPXE built without HTTP could do nothing with our script: it counts as firmware and is given our iPXE. */
const stageOf = ({ options }: DhcpPacket): BootRequest['stage'] => {
  if (!saysIpxe(options.get(option.userClass))) return 'firmware'
  const features = options.get(option.ipxe)
  return features === undefined || innerOptions(features)?.has(ipxe.http) ? 'ipxe' : 'firmware'
}

/** iPXE sends the bare word; RFC 3004 wants a list of length-prefixed ones, and some send that. */
const saysIpxe = (userClass: Uint8Array | undefined): boolean => {
  if (userClass === undefined) return false
  const text = textOf(userClass)
  return text === 'iPXE' || text.includes('\u0004iPXE')
}
