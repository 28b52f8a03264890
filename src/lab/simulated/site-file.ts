/** The site that a lab's machines belong to, as an operator would have written it. */
import type { Ports } from '../../engine/plan.ts'
import { installerName } from './artifacts.ts'
import type { MachineSpec } from './spec.ts'
import { addressRange, network } from './specs.ts'

export interface SiteOptions {
  readonly machines: readonly MachineSpec[]
  readonly ports: Ports
  readonly server: string
  readonly dhcp: 'proxy' | 'server'
  readonly parallel: number
  readonly deadlines: Readonly<Record<string, number>>
}

export const siteFile = ({ machines, ports, server, dhcp, parallel, deadlines }: SiteOptions): string => {
  const site = {
    schemaVersion: 1,
    site: { name: 'lab', domain: 'lab.example', flake: '.', installer: installerName },
    provision: {
      interface: 'lo',
      address: server,
      dhcp: dhcp === 'proxy' ? 'proxy' : { server: { range: addressRange(machines.length) } },
      ...{ parallel, deadlines, ports },
    },
    networks: { rack: { cidr: network.cidr }, storage: { cidr: storage.cidr, vlan: 20 } },
    hosts: Object.fromEntries(machines.map((machine, n) => [machine.name, hostOf(machine, n === 0)])),
    policies: { 'default-only': { accept: [{ prefix: '0.0.0.0/0' }, { prefix: '::/0' }] } },
    services: Object.fromEntries(machines.map(({ name }) => [`web-${name}`, serviceOn(name)])),
  }
  return `${JSON.stringify(site, null, 2)}\n`
}

/** No packet of the lab is ever in it: it is there to be shown, as files of the network. */
const storage = { cidr: '10.77.0.0/16', prefix: 16 }

const hostOf = ({ macs, disks, address }: MachineSpec, isFirst: boolean) => ({
  mac: macs.length === 1 ? macs[0] : macs,
  disks: disks.slice(0, 1).map(({ serial }) => ({ serial })),
  interfaces: { eno1: { network: 'rack', address: `${address}/${network.prefix}` } },
  vlans: { stor: { interface: 'eno1', network: 'storage', address: storageAddress(address) } },
  ...(isFirst && { bgp: speaker(address) }),
})

/** As in the rack, so in its storage network. */
const storageAddress = (address: string): string =>
  `${address.replace(/^\d+\.\d+/, '10.77')}/${storage.prefix}`

/** The first machine tells the site's router what the rack serves. */
const speaker = (address: string) => ({
  ...{ asn: 65001, routerId: address, backend: 'bird' },
  peers: {
    tor1: { address: network.addressServer, asn: 65000, import: 'default-only', export: 'own' },
  },
  announcements: ['203.0.113.0/24'],
})

const serviceOn = (host: string) => ({
  host,
  ports: [8080],
  interface: { proxy: { tls: true, port: 8080 } },
  health: {
    startup: 'systemctl is-active --quiet web',
    liveness: 'curl -fsS http://localhost/health',
    ...{ interval: 1, timeout: 5, retries: 3 },
  },
})

/**
 * How long each phase may be silent, in seconds: short, because a simulated machine is quick and somebody waits
 * for the faults to show; longer the more machines share these cores. A held one waits for a person: no hurry.
 */
export const labDeadlines = (machines: number): Readonly<Record<string, number>> => {
  const patience = 12 + Math.ceil(machines / 10)
  const before = ['checking', 'waking', 'offered', 'fetching', 'booting', 'phonedHome']
  const after = ['partitioning', 'copying', 'installing', 'verifying', 'healthChecking']
  // A whole boot with nothing heard from it, by a machine that may lose packets.
  const rebooting = 2 * patience
  return { ...Object.fromEntries([...before, ...after].map(phase => [phase, patience])), rebooting }
}
