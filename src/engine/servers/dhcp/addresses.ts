/** The address server: what a packet means for the leases, and what its sender is granted. RFC 2131, 4.3. */
import type { Endpoint } from '../../gate.ts'
import type { Host, Plan } from '../../plan.ts'
import { formatIpv4, parseIpv4 } from '../../protocol/address.ts'
import { uint32 } from '../../protocol/bytes.ts'
import { option } from '../../protocol/dhcp/codes.ts'
import type { Grant } from '../../protocol/dhcp/grant.ts'
import { createLeases, type Leases } from '../../protocol/dhcp/leases.ts'
import type { DhcpPacket } from '../../protocol/dhcp/packet.ts'
import { excludedFrom, reservationsOf, type Scope, scopeAt, scopesOf } from './scopes.ts'

export type Verdict =
  | { readonly type: 'granted'; readonly grant: Grant }
  | { readonly type: 'refused'; readonly why: string }
  | { readonly type: 'nothing'; readonly why: string; readonly usedUp?: boolean }

export interface AddressServer {
  ask(packet: DhcpPacket, host: Host | null, now: number): Verdict
}

export const createAddressServer = (plan: Plan, endpoint: Endpoint): AddressServer => {
  const scopes = scopesOf(plan, endpoint)
  const leases = createLeases({
    reservations: reservationsOf(plan),
    excluded: excludedFrom(scopes, endpoint),
  })
  const here = parseIpv4(endpoint.address) ?? 0
  return {
    ask: (packet, host, now) => {
      const scope = scopeFor(scopes, packet)
      if (scope === undefined)
        return nothing(`the site has no network for the relay ${formatIpv4(packet.giaddr)}`)
      return verdict({ packet, name: host?.name ?? null, now, scope, leases, here })
    },
  }
}

interface Question {
  readonly packet: DhcpPacket
  readonly name: string | null
  readonly now: number
  readonly scope: Scope
  readonly leases: Leases
  readonly here: number
}

/** A relay says where the machine is; without one it is here, or where the address it already has lies. */
const scopeFor = (scopes: readonly Scope[], { giaddr, ciaddr }: DhcpPacket): Scope | undefined =>
  giaddr === 0 ? (scopeAt(scopes, ciaddr) ?? scopes[0]) : scopeAt(scopes, giaddr)

const verdict = (question: Question): Verdict => {
  const { packet, leases, now } = question
  switch (packet.message) {
    case 'discover':
      return offer(question)
    case 'request':
      return confirm(question)
    case 'inform':
      return grant(question, null)
    case 'decline':
      leases.decline(packet.mac, addressIn(packet, option.requestedAddress) ?? 0, now)
      return nothing('the machine found its address in use by another')
    case 'release':
      leases.release(packet.mac, packet.ciaddr)
      return nothing('the machine gave its address back')
    default:
      return nothing('no message for a server')
  }
}

const offer = (question: Question): Verdict => {
  const { packet, scope, leases, now } = question
  const wanted = addressIn(packet, option.requestedAddress)
  const address = leases.offer(packet.mac, scope.pool, wanted, now)
  if (address === undefined) return { type: 'nothing', why: 'no address is free', usedUp: true }
  return grant(question, address)
}

/** We are the only address server of this network: an address we would not give is refused, not passed over. */
const confirm = (question: Question): Verdict => {
  const { packet, scope, leases, here, now } = question
  const server = addressIn(packet, option.server)
  if (server !== undefined && server !== here) {
    leases.withdraw(packet.mac)
    return nothing(`it takes the offer of address server ${formatIpv4(server)}`)
  }
  const wanted = addressIn(packet, option.requestedAddress) ?? packet.ciaddr
  if (!leases.confirm(packet.mac, scope.pool, wanted, now)) {
    return { type: 'refused', why: `${formatIpv4(wanted)} is not yours` }
  }
  return grant(question, wanted)
}

const grant = ({ name, scope }: Question, address: number | null): Verdict => ({
  type: 'granted',
  grant: { address, options: address === null ? scope.options : scope.leased, name },
})

const nothing = (why: string): Verdict => ({ type: 'nothing', why })

/** An option that holds one address. */
export const addressIn = ({ options }: DhcpPacket, code: number): number | undefined => {
  const value = options.get(code)
  return value?.length === 4 ? uint32(value, 0) : undefined
}
