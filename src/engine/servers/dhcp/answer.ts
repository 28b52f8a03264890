/** What a packet on port 67 or 4011 is answered with: decided here, sent and told elsewhere. */
import type { Declined, Purpose } from '../../boot.ts'
import type { Gate } from '../../gate.ts'
import type { Host } from '../../plan.ts'
import { formatIpv4 } from '../../protocol/address.ts'
import { option } from '../../protocol/dhcp/codes.ts'
import type { Grant } from '../../protocol/dhcp/grant.ts'
import type { DhcpPacket, DhcpReply } from '../../protocol/dhcp/packet.ts'
import { readRequest } from '../../protocol/dhcp/read-request.ts'
import { addressReply, bootReply, type Here, nakReply } from '../../protocol/dhcp/reply.ts'
import type { BootRequest } from '../../protocol/dhcp/request.ts'
import { type AddressServer, addressIn } from './addresses.ts'

export type Outcome =
  | {
      readonly type: 'offered'
      readonly host: Host
      readonly request: BootRequest
      readonly purpose: Purpose
    }
  /** An address alone, or its refusal. */
  | { readonly type: 'addressed'; readonly host: Host | null }
  | {
      readonly type: 'declined'
      readonly host: Host | null
      readonly request: BootRequest
      readonly why: Declined
    }
  /** It may boot, and we cannot help it to. */
  | { readonly type: 'stuck'; readonly host: Host; readonly request: BootRequest; readonly why: string }
  /** Not for us to answer. */
  | { readonly type: 'ignored'; readonly host: Host | null; readonly why: string; readonly usedUp?: boolean }

export interface Answer {
  readonly outcome: Outcome
  /** Null: silence. */
  readonly reply: DhcpReply | null
}

export interface Answering {
  readonly gate: Gate
  readonly here: Here
  /** Null beside another address server (ProxyDHCP). */
  readonly addresses: AddressServer | null
}

/** Port 67. As a proxy we answer DISCOVER alone: the REQUEST belongs to the address server. */
export const answerDhcp = (answering: Answering, packet: DhcpPacket, now: number): Answer => {
  const read = readRequest(packet)
  const { addresses } = answering
  if (!read.ok)
    return addresses === null ? ignored(answering, packet, read.why) : address(answering, packet, now)
  if (addresses === null && read.request.message !== 'discover') {
    return ignored(answering, packet, elsewhere(packet))
  }
  return boot(answering, packet, read.request, now)
}

/** Port 4011: machines that have an address by now, and come for the name of their boot program. */
export const answerProxy = (answering: Answering, packet: DhcpPacket): Answer => {
  const read = readRequest(packet)
  if (!read.ok) return ignored(answering, packet, read.why)
  if (read.request.message === 'discover')
    return ignored(answering, packet, 'a DISCOVER on the boot server port')
  return boot({ ...answering, addresses: null }, packet, read.request, 0)
}

const boot = (answering: Answering, packet: DhcpPacket, request: BootRequest, now: number): Answer => {
  const decision = answering.gate.decide(request)
  const { host } = decision
  if (decision.offer === 'none') return silence({ type: 'declined', host, request, why: decision.why })
  if (answering.addresses === null) return bootAnswer(answering, packet, request, decision, null)
  const verdict = answering.addresses.ask(packet, decision.host, now)
  if (verdict.type === 'nothing') return silence({ ...verdict, type: 'ignored', host })
  if (verdict.type === 'refused') return refusal(answering, packet, host, verdict.why)
  return bootAnswer(answering, packet, request, decision, verdict.grant)
}

const bootAnswer = (
  { here }: Answering,
  packet: DhcpPacket,
  request: BootRequest,
  { offer: purpose, host }: { readonly offer: Purpose; readonly host: Host },
  grant: Grant | null,
): Answer => {
  const { offer: form, bootFile } = host.firmware
  const answer = bootReply({ packet, request: named(host, request), here, form, bootFile, grant })
  if (!answer.ok) return silence({ type: 'stuck', host, request, why: answer.why })
  return { outcome: { type: 'offered', host, request, purpose }, reply: answer.reply }
}

/** A machine may ask from a card that nobody listed; what it fetches is asked for by a MAC that is. */
const named = (host: Host, request: BootRequest): BootRequest =>
  host.macs.includes(request.mac) ? request : { ...request, mac: host.macs[0] ?? request.mac }

/** A system that is up asks for its address: a pool is a pool, listed or not. */
const address = (answering: Answering, packet: DhcpPacket, now: number): Answer => {
  const { host } = answering.gate.decide(packet)
  const verdict = answering.addresses?.ask(packet, host, now)
  if (verdict === undefined) return silence({ type: 'ignored', host, why: 'not a boot request' })
  if (verdict.type === 'nothing') return silence({ ...verdict, type: 'ignored', host })
  if (verdict.type === 'refused') return refusal(answering, packet, host, verdict.why)
  const message = verdict.grant.address !== null && packet.message === 'discover' ? 'offer' : 'ack'
  const reply = addressReply(packet, message, answering.here, verdict.grant)
  return { outcome: { type: 'addressed', host }, reply }
}

const refusal = (answering: Answering, packet: DhcpPacket, host: Host | null, why: string): Answer => ({
  outcome: { type: 'addressed', host },
  reply: nakReply(packet, answering.here, why),
})

const ignored = ({ gate }: Answering, packet: DhcpPacket, why: string): Answer =>
  silence({ type: 'ignored', host: gate.decide(packet).host, why })

const silence = (outcome: Outcome): Answer => ({ outcome, reply: null })

/** A REQUEST that is not ours to answer shows that the network has an address server. */
const elsewhere = (packet: DhcpPacket): string => {
  const server = addressIn(packet, option.server)
  const wanted = addressIn(packet, option.requestedAddress) ?? packet.ciaddr
  return server === undefined
    ? `it asks its address server for ${formatIpv4(wanted)}`
    : `it takes ${formatIpv4(wanted)} from address server ${formatIpv4(server)}`
}
