/** A packet becomes named facts before anything is decided; or the reason why nobody asks to boot here. */
import { archInClass, firmwareOf, preferredArch } from './arch.ts'
import { ipxe, type Message, messages, option } from './codes.ts'
import { textOf } from './decode.ts'
import { innerOptions } from './options.ts'
import type { DhcpPacket } from './packet.ts'
import type { BootRequest } from './request.ts'
import { readUuid } from './uuid.ts'

export type ReadRequest =
  | { readonly ok: true; readonly request: BootRequest }
  | { readonly ok: false; readonly why: string }

export const readRequest = (packet: DhcpPacket): ReadRequest => {
  if (packet.op !== 'request') return none('a reply')
  const message = messageOf(packet)
  if (message === 'none') return none('a packet without a message type')
  if (message !== 'discover' && message !== 'request' && message !== 'inform') return none(`a ${message}`)
  const vendorClass = textOf(packet.options.get(option.vendorClass))
  const transport = transportOf(vendorClass)
  if (transport === undefined) return none('not a boot request')
  const uuid = readUuid(packet.options.get(option.uuid))
  if (uuid === undefined) return none('a boot request with a malformed UUID (option 97)')
  const arch = archOf(packet, vendorClass)
  if (arch === undefined) return none('a boot request that does not tell its architecture')
  const { mac } = packet
  const firmware = firmwareOf(arch)
  return { ok: true, request: { mac, uuid, message, firmware, transport, stage: stageOf(packet), arch } }
}

const none = (why: string): ReadRequest => ({ ok: false, why })

export const messageOf = ({ options }: DhcpPacket): Message =>
  messages[options.get(option.message)?.[0] ?? 0] ?? 'none'

const transportOf = (vendorClass: string): BootRequest['transport'] | undefined => {
  if (vendorClass.startsWith('PXEClient')) return 'pxe'
  return vendorClass.startsWith('HTTPClient') ? 'http' : undefined
}

const archOf = ({ options }: DhcpPacket, vendorClass: string): number | undefined => {
  const listed = options.get(option.arch)
  return (listed === undefined ? undefined : preferredArch(listed)) ?? archInClass(vendorClass)
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
