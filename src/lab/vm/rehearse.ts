/**
 * A site's machines as virtual ones: the same MACs, disks of the same names, and a network where their addresses
 * are at home. Pure.
 */
import type { DiskSelector, Host, Plan } from '../../engine/index.ts'
import { addressAt, type Cidr, holds, placesIn, splitCidr } from './cidr.ts'
import { type VirtualDisk, type VirtualMachine, virtualMachine } from './machine.ts'
import type { AddressServer } from './site.ts'

export type Boots = 'bios' | 'uefi' | 'http'

export interface Rehearsed {
  /** How each machine's firmware boots from the network. */
  readonly boots: (host: Host) => Boots
  readonly order: VirtualMachine['order']
  /** MiB, and bytes. */
  readonly memory: number
  readonly disk: number
}

export const rehearsedMachine = (host: Host, { boots, order, memory, disk }: Rehearsed): VirtualMachine => {
  const kind = boots(host)
  const [first, ...others] = disksFor(host, disk)
  return virtualMachine({
    ...{ name: host.name, mac: host.macs[0] ?? '', order, memory },
    firmware: kind === 'bios' ? 'bios' : 'uefi',
    network: kind === 'http' ? 'http' : 'pxe',
    ...{ disk: first ?? null, otherDisks: others },
  })
}

/** A boot file that only one kind of firmware can run says which it is. */
export const bootsBy = ({ firmware: { bootFile } }: Host): Boots =>
  bootFile !== null && /\.(kpxe|kkpxe|pxe)$/.test(bootFile) ? 'bios' : 'uefi'

const disksFor = ({ name, disks }: Host, bytes: number): readonly VirtualDisk[] => {
  const selectors: readonly DiskSelector[] = disks.length > 0 ? disks : [{}]
  return selectors.map((selector, n) => ({ ...named(selector, `FL-${n}-${name}`.slice(0, longest)), bytes }))
}

const longest = 20

/** `ata-MODEL_SERIAL`, `nvme-MODEL_SERIAL`, `virtio-SERIAL`: what udev makes of what a disk says of itself. */
const named = ({ id, serial, path }: DiskSelector, made: string): Omit<VirtualDisk, 'bytes'> => {
  const name = (id ?? path ?? '').replace(/^\/dev\/(disk\/by-id\/)?/, '')
  const [, kind = '', model = '', last] = /^(ata|nvme|virtio)-(?:(.*)_)?([^_]+)$/.exec(name) ?? []
  const bus = busOf(name)
  return {
    ...{ serial: serial ?? last ?? made, bus },
    ...(kind === 'ata' && model !== '' && { model: model.replaceAll('_', ' ') }),
  }
}

const busOf = (name: string): 'virtio' | 'sata' | 'nvme' => {
  if (name.startsWith('nvme')) return 'nvme'
  return /^(ata-|sd[a-z])/.test(name) ? 'sata' : 'virtio'
}

/** Longer ones are cut by the controllers, and then no disk is the one that the site names. */
export const serialsTooLong = (machines: readonly VirtualMachine[]): readonly string[] =>
  machines
    .flatMap(({ disk, otherDisks }) => [...(disk ? [disk] : []), ...otherDisks])
    .flatMap(({ serial }) => (serial.length > longest ? [serial] : []))

export interface Ground {
  /** Ours, where the program under rehearsal serves. */
  readonly address: Cidr
  /** The site's own address server; none where the program is the address server. */
  readonly server: AddressServer | null
}

export const groundOf = ({ provision, networks, hosts }: Plan): Ground => {
  const { dhcp } = provision
  const ranges = dhcp.mode === 'server' ? dhcp.ranges : []
  const reserved = hosts.filter(({ address }) => address !== null && isFour(address))
  const spoken = [
    provision.address,
    ...ranges.map(({ from }) => from),
    ...reserved.map(({ address }) => address),
  ]
  const network = homeOf(spoken, networks)
  const taken = [...spoken, ...networks.flatMap(({ gateway, dns }) => [gateway, ...dns])]
  const [ours = '', servers = ''] = freeIn(network, taken, ranges)
  const { prefix } = splitCidr(network)
  const pool = { from: addressAt(network, 1), to: addressAt(network, placesIn(network) - 4) }
  return {
    address: `${provision.address ?? ours}/${prefix}`,
    server:
      dhcp.mode === 'server'
        ? null
        : {
            address: `${provision.address === null ? servers : ours}/${prefix}`,
            // Announced, so that iPXE need not wait a quarter of a minute to learn that nobody announces anything.
            address6: 'fd77::2/64',
            pool,
            reservations: reserved.flatMap(({ macs, address }) =>
              macs.map(mac => ({ mac, address: address ?? '' })),
            ),
          },
  }
}

const isFour = (address: string): boolean => !address.includes(':')

const nobodys: Cidr = '10.77.0.0/24'

const homeOf = (spoken: readonly (string | null)[], networks: Plan['networks']): Cidr => {
  const addresses = spoken.filter(address => address !== null).filter(isFour)
  const cidrs = networks.map(({ cidr }) => cidr as Cidr).filter(isFour)
  for (const address of addresses) {
    const home = cidrs.find(cidr => holds(cidr, address))
    if (home) return home
  }
  const [first] = addresses
  return first ? `${addressAt(`${first}/24`, 0)}/24` : nobodys
}

/** The last places of the network that nobody has, from the top; ranges are ours to give, so none of them either. */
const freeIn = (
  network: Cidr,
  taken: readonly (string | null)[],
  ranges: readonly { readonly from: string; readonly to: string }[],
): readonly string[] => {
  const top = placesIn(network) - 2
  const last = Array.from({ length: Math.min(top, 4096) }, (_, n) => addressAt(network, top - n))
  const within = (address: string) =>
    ranges.some(({ from, to }) => numberOf(from) <= numberOf(address) && numberOf(address) <= numberOf(to))
  return last.filter(address => !taken.includes(address) && !within(address))
}

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
