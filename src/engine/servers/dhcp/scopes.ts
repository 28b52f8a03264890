/** The networks we give addresses on: our own, and those of the site that a relay speaks for. */
import type { Endpoint } from '../../gate.ts'
import type { AddressRange, Plan, SiteNetwork } from '../../plan.ts'
import {
  broadcastOf,
  formatIpv4,
  networkOf,
  onSameNetwork,
  parseCidr,
  parseIpv4,
} from '../../protocol/address.ts'
import { leaseOptions, type NetworkFacts, networkOptions } from '../../protocol/dhcp/grant.ts'
import { leaseSeconds, type Pool } from '../../protocol/dhcp/leases.ts'
import type { Options } from '../../protocol/dhcp/packet.ts'

export interface Scope {
  readonly pool: Pool
  readonly facts: NetworkFacts
  /** For a machine that has its address already. */
  readonly options: Options
  /** And with a lease. */
  readonly leased: Options
}

interface Net {
  readonly network: number
  readonly netmask: number
}

/** Our own network comes first. */
export const scopesOf = (plan: Plan, endpoint: Endpoint): readonly Scope[] => {
  const address = parseIpv4(endpoint.address) ?? 0
  const netmask = parseIpv4(endpoint.netmask) ?? 0
  const own = { network: networkOf(address, netmask), netmask }
  const written = plan.networks.flatMap(site => {
    const net = parseCidr(site.cidr)
    return net === undefined ? [] : [{ site, net }]
  })
  const ours = written.find(({ net }) => onSameNetwork(net.network, address, netmask))
  const others = written.filter(each => each !== ours)
  return [scope(plan, own, ours?.site), ...others.map(({ site, net }) => scope(plan, net, site))]
}

/** The network a relay's or a client's own address lies in. */
export const scopeAt = (scopes: readonly Scope[], address: number): Scope | undefined =>
  scopes.find(({ pool }) => onSameNetwork(address, pool.network, pool.netmask))

const scope = (plan: Plan, net: Net, site: SiteNetwork | undefined): Scope => {
  const facts = factsOf(plan, net, site)
  const pool = { ...net, ranges: rangesOn(net, plan.provision.dhcp) }
  const options = networkOptions(facts)
  return { pool, facts, options, leased: [...options, ...leaseOptions(leaseSeconds)] }
}

const factsOf = (plan: Plan, net: Net, site: SiteNetwork | undefined): NetworkFacts => ({
  netmask: formatIpv4(net.netmask),
  broadcast: formatIpv4(broadcastOf(net.network, net.netmask)),
  gateway: site?.gateway ?? null,
  dns: (site?.dns ?? []).filter(address => parseIpv4(address) !== undefined),
  domain: plan.domain === '' ? null : plan.domain,
  mtu: site?.mtu ?? null,
})

const rangesOn = (net: Net, dhcp: Plan['provision']['dhcp']): Pool['ranges'] =>
  dhcp.mode === 'proxy' ? [] : dhcp.ranges.flatMap(range => rangeOn(net, range))

const rangeOn = ({ network, netmask }: Net, range: AddressRange): Pool['ranges'] => {
  const from = parseIpv4(range.from)
  const to = parseIpv4(range.to)
  if (from === undefined || to === undefined) return []
  const inside = onSameNetwork(from, network, netmask) && onSameNetwork(to, network, netmask)
  return inside ? [{ from, to }] : []
}

/** Addresses that are spoken for, whatever the ranges say. */
export const excludedFrom = (scopes: readonly Scope[], endpoint: Endpoint): ReadonlySet<number> =>
  new Set([
    parseIpv4(endpoint.address) ?? 0,
    ...scopes.flatMap(({ pool, facts }) => [
      pool.network,
      broadcastOf(pool.network, pool.netmask),
      ...[facts.gateway ?? '', ...facts.dns].map(address => parseIpv4(address) ?? 0),
    ]),
  ])

/** The site's own addresses by MAC, so that a machine has its own from the first packet on. */
export const reservationsOf = (plan: Plan): ReadonlyMap<string, number> =>
  new Map(
    plan.hosts.flatMap(host => {
      const address = host.address === null ? undefined : parseIpv4(host.address)
      return address === undefined ? [] : host.macs.map(mac => [mac, address] as const)
    }),
  )
