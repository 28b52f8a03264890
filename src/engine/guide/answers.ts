/**
 * What the operator has answered on the way to a first machine, and what is suggested where they have not. Pure:
 * the site it makes is the one `init` would write, and every suggestion is one that `check` would accept.
 */
import type { Disk, Guest } from '../journey.ts'
import type { DiskSelector } from '../plan.ts'
import type { FirstMachine, FirstNetwork, FirstSite } from '../site/skeleton.ts'
import type { NetworkInterface } from '../world.ts'

export interface Answers {
  readonly folder: string
  readonly name: string
  readonly interface: string | null
  readonly dhcp: FirstSite['dhcp']
  readonly mac: string | null
  readonly host: string
  readonly profile: string
  readonly disk: Disk | null
  readonly network: FirstNetwork | null
}

/** What no question asks for. */
export type Standing = Pick<FirstSite, 'format' | 'firstlight' | 'publicKeys'>

/** With the machines that were set up before this one. */
export const siteOf = (answers: Answers, standing: Standing, before: readonly FirstMachine[]): FirstSite => ({
  ...standing,
  name: answers.name,
  domain: null,
  interface: answers.interface,
  dhcp: answers.dhcp,
  machines: [...before, ...machineOf(answers)],
})

export const machineOf = ({ mac, host, profile, disk, network }: Answers): readonly FirstMachine[] =>
  mac === null
    ? []
    : [{ name: host, macs: [mac], profile, disk: disk === null ? null : selectorOf(disk), network }]

/** The name that survives a reboot and a new order of cables; without one, where it is and which one it is. */
export const selectorOf = ({ ids, serial, path }: Disk): DiskSelector => {
  const [id] = ids
  if (id !== undefined) return { id }
  return serial === null ? { path } : { serial, path }
}

/** A folder may be called what no site may. */
export const nameFrom = (folder: string): string =>
  (folder.split('/').filter(Boolean).at(-1) ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'site'

export interface Wire {
  readonly name: string
  /** With its prefix length. */
  readonly address: string
  readonly up: boolean
}

/** Where machines could be: network cards of the jump host that have an IPv4 address. */
export const wiresOf = (interfaces: readonly NetworkInterface[], loopback: boolean): readonly Wire[] =>
  interfaces
    .filter(each => each.loopback === loopback)
    .flatMap(({ name, up, addresses }) =>
      addresses
        .filter(({ address }) => !address.includes(':'))
        .slice(0, 1)
        .map(({ address, prefix }) => ({ name, up, address: `${address}/${prefix}` })),
    )

const octetsOf = (address: string): readonly number[] => address.replace(/\/.*$/, '').split('.').map(Number)

const fourth = (address: string, last: number): string => [...octetsOf(address).slice(0, 3), last].join('.')

/** A hundred addresses in the upper half of the last octet, clear of our own. */
export const suggestedRange = (wire: string): { readonly from: string; readonly to: string } => {
  const own = octetsOf(wire)[3] ?? 0
  const [from, to] = own >= 100 && own <= 199 ? [200, 250] : [100, 199]
  return { from: fourth(wire, from), to: fourth(wire, to) }
}

/** As they are typed: empty is unsaid. */
type NetworkFields = Readonly<Record<'interface' | 'address' | 'gateway' | 'dns' | 'vlan', string>>

/** The address its installer has, on the card it booted from: it keeps what it was given, unless told otherwise. */
export const suggestedNetwork = (
  guest: Guest | null,
  wire: Wire | undefined,
  mac: string | null,
): NetworkFields => {
  const link = guest?.links?.find(each => each.mac === mac) ?? guest?.links?.[0]
  const prefix = wire?.address.split('/')[1] ?? '24'
  return {
    interface: link?.name ?? '',
    address: guest === null ? '' : `${guest.address}/${prefix}`,
    gateway: '',
    dns: '',
    vlan: '',
  }
}

/** The first of machine1, machine2, … that is free. */
export const freeName = (taken: readonly string[]): string => {
  let number = taken.length + 1
  while (taken.includes(`machine${number}`)) number += 1
  return `machine${number}`
}

/** What a form's fields say of a network; null when they say nothing of it. */
export const networkFrom = (fields: NetworkFields): FirstNetwork | null => {
  const { interface: device, address, gateway, dns, vlan } = fields
  if (device === '' || address === '') return null
  return {
    interface: device,
    address,
    gateway: gateway === '' ? null : gateway,
    dns: dns.split(/[\s,]+/).filter(Boolean),
    vlan: vlan === '' ? null : Number(vlan),
  }
}
