/**
 * A NixMox-style manifest: services with addresses. Each lives on a host named by its hostname's first label;
 * such a host is only installed when the manifest also gives its `mac`.
 */
import { type Path, pathText } from '../path.ts'
import type { Manifest } from '../schema/manifest.ts'
import type { Site, SiteHost, SiteService } from '../schema.ts'
import type { Translated } from '../shapes.ts'

type Entry = NonNullable<Manifest['services']>[string]

interface Placed {
  readonly name: string
  readonly entry: Entry
  readonly host: string
  /** Where it stands in the manifest. */
  readonly path: Path
}

const networkName = 'manifest'
const device = 'eth0'

export const fromManifest = (manifest: Manifest): Translated => {
  const placed = [...of(manifest, 'core_services'), ...of(manifest, 'services')]
  const byHost = Map.groupBy(placed.filter(isEnabled), ({ host }) => host)
  const cidr = manifest.network?.network_cidr ?? ''
  const site: Site = {
    site: { domain: manifest.network?.domain },
    networks: networksOf(manifest.network),
    hosts: Object.fromEntries([...byHost].map(([host, its]) => [host, hostOf(cidr, its)])),
    services: Object.fromEntries(placed.map(({ name, host, entry }) => [name, serviceOf(host, entry)])),
  }
  const origins = [
    ...networkOrigins,
    ...placed.map(serviceOrigin),
    ...[...byHost.values()].flatMap(hostOrigins),
  ]
  return { site, origins: new Map(origins) }
}

const isEnabled = ({ entry }: Placed): boolean => entry.enable !== false

const of = (manifest: Manifest, group: 'core_services' | 'services'): Placed[] =>
  Object.entries(manifest[group] ?? {}).map(([name, entry]) => ({
    name,
    entry,
    host: entry.host ?? (entry.hostname ?? name).replace(/\..*$/, ''),
    path: [group, name],
  }))

const networksOf = (network: Manifest['network']): Site['networks'] => {
  if (!network?.network_cidr) return {}
  const { network_cidr: cidr, gateway, dns_server: dns, vlan_tag: vlan } = network
  return { [networkName]: { cidr, gateway, dns: [dns ?? []].flat(), vlan } }
}

/** Several services may share a host, and its address. */
const hostOf = (cidr: string, its: readonly Placed[]): SiteHost => {
  const macs = [...new Set(its.flatMap(({ entry }) => entry.mac ?? []))]
  const ips = ipsOf(its)
  const host = { mac: macs, managed: macs.length > 0 }
  if (!cidr) return { ...host, address: ips[0] }
  const addresses = ips.map(ip => `${ip}/${cidr.replace(/^.*\//, '')}`)
  return ips.length === 0 ? host : { ...host, interfaces: { [device]: { network: networkName, addresses } } }
}

const ipsOf = (its: readonly Placed[]): string[] => [...new Set(its.flatMap(({ entry }) => entry.ip ?? []))]

const serviceOf = (host: string, { mac: _, ...service }: Entry): SiteService => ({ ...service, host })

const networkOrigins: readonly [string, Path][] = [
  [pathText(['networks', networkName]), ['network']],
  [pathText(['networks', networkName, 'cidr']), ['network', 'network_cidr']],
  [pathText(['networks', networkName, 'gateway']), ['network', 'gateway']],
  [pathText(['networks', networkName, 'dns']), ['network', 'dns_server']],
  [pathText(['networks', networkName, 'vlan']), ['network', 'vlan_tag']],
  [pathText(['site', 'domain']), ['network', 'domain']],
]

const serviceOrigin = ({ name, path }: Placed): [string, Path] => [pathText(['services', name]), path]

const hostOrigins = (its: readonly Placed[]): [string, Path][] => {
  const ips = ipsOf(its)
  return its.toReversed().flatMap(({ host, entry, path }): [string, Path][] => [
    [pathText(['hosts', host]), path],
    [pathText(['hosts', host, 'mac']), [...path, 'mac']],
    [pathText(['hosts', host, 'address']), [...path, 'ip']],
    [pathText([...addressesOf(host), ips.indexOf(entry.ip ?? '')]), [...path, 'ip']],
  ])
}

const addressesOf = (host: string): Path => ['hosts', host, 'interfaces', device, 'addresses']

/** A name in both groups: only one of the two could be kept. */
export const inBothGroups = ({ core_services, services }: Manifest): Path[] =>
  Object.keys(services ?? {})
    .filter(name => Object.hasOwn(core_services ?? {}, name))
    .map(name => ['services', name])
