/** What can be wrong between addresses, VLANs, links and BGP peers of a site. */
import type { Fault } from '../errors.ts'
import { pathText, shown } from '../site/path.ts'

const fault = (code: string, place: string, message: string, remedy: string): Fault => ({
  code,
  message,
  place,
  remedy,
})

export const outsideNetwork = (place: string, address: string, network: string, cidr: string): Fault =>
  fault(
    'address-outside-network',
    place,
    `${address} is outside the network ${network}, ${cidr}`,
    `Use an address of ${cidr}, or name the network it belongs to`,
  )

export const prefixDiffers = (place: string, address: string, network: string, cidr: string): Fault =>
  fault(
    'prefix-differs',
    place,
    `${address} has another prefix length than its network ${network}, ${cidr}`,
    `Write the prefix length of ${cidr}, unless this is meant`,
  )

export const reservedAddress = (place: string, address: string, cidr: string): Fault =>
  fault(
    'reserved-address',
    place,
    `${address} is the first or last address of ${cidr}, which no machine can have`,
    'Use an address between them',
  )

export const gatewayOffLink = (place: string, gateway: string, networks: string): Fault =>
  fault(
    'gateway-off-link',
    place,
    `the gateway ${gateway} cannot be reached directly: it is outside ${networks}`,
    'Use a gateway on that network, or correct the address or prefix length',
  )

export const networkWithoutCidr = (place: string): Fault =>
  fault('network-without-cidr', place, 'this network has no cidr', 'Write it like cidr = "10.0.0.0/24"')

export const unknownParent = (place: string, parent: string, host: string): Fault =>
  fault(
    'unknown-interface',
    place,
    `${host} has no interface ${shown(parent)}`,
    `Correct the name, or add ${pathText(['hosts', host, 'interfaces', parent])} = { }`,
  )

export const vlanWithoutParent = (place: string): Fault =>
  fault(
    'vlan-without-interface',
    place,
    'this VLAN does not say which interface carries it',
    'Add interface = "eno1", with the name of its parent',
  )

export const vlanWithoutId = (place: string): Fault =>
  fault('vlan-without-id', place, 'this VLAN has no id', 'Say id, or name a network that has a vlan')

export const vlanIdDiffers = (place: string, id: number, network: string, theirs: number): Fault =>
  fault(
    'vlan-id-differs',
    place,
    `the id ${id} is not that of its network ${network}, ${theirs}`,
    'Leave out the id, or name the right network',
  )

export const vlanTwice = (place: string, id: number, parent: string, first: string): Fault =>
  fault(
    'duplicate-vlan',
    place,
    `the id ${id} is already used on ${shown(parent)} by ${first}`,
    'Use each id once on one interface',
  )

export const mtuAboveParent = (place: string, mtu: number, parent: string, theirs: number): Fault =>
  fault(
    'vlan-mtu-above-parent',
    place,
    `the MTU ${mtu} is above ${theirs}, the MTU of its parent ${parent}`,
    `Raise the MTU of ${parent} to ${mtu}, or lower this one to ${theirs}`,
  )

export const bgpWithoutAsn = (place: string): Fault =>
  fault('bgp-without-asn', place, 'BGP is set up without an AS number of its own', 'Add asn')

export const peerWithout = (place: string, what: 'address' | 'asn'): Fault =>
  fault('bgp-peer-incomplete', place, `this peer has no ${what}`, `Add ${what}`)

export const peerIsSelf = (place: string, address: string, host: string): Fault =>
  fault(
    'bgp-peer-is-self',
    place,
    `${address} is an address of ${host} itself`,
    'Write the address of the other side',
  )

export const peerAsnDiffers = (place: string, asn: number, other: string, theirs: number): Fault =>
  fault(
    'bgp-asn-not-mirrored',
    place,
    `the AS number ${asn} is not that of ${other}, ${theirs}`,
    `Write ${theirs}, or correct hosts.${other}.bgp.asn`,
  )

export const peerNotMirrored = (
  place: string,
  host: string,
  other: string,
  mine: { readonly address: string; readonly asn: number | null },
): Fault =>
  fault(
    'bgp-not-mirrored',
    place,
    `${other} has no BGP peer with an address of ${host}`,
    `Add hosts.${other}.bgp.peers.${host} = { address = "${mine.address}"; asn = ${mine.asn ?? '…'}; }, or take this peer out`,
  )

export const peerAddressDiffers = (place: string, address: string, other: string, theirs: string): Fault =>
  fault(
    'bgp-address-not-mirrored',
    place,
    `${address} is no address of ${other}, which has ${theirs}`,
    `Write an address of ${other}, or give the peer another name`,
  )

export const linkIncomplete = (place: string): Fault =>
  fault('link-incomplete', place, 'this link does not name both its ends', 'Say a and b, like node1.eno2')

export const linkToSelf = (place: string, end: string): Fault =>
  fault('link-to-itself', place, `both ends are ${end}`, 'Name two different ends')

export const linkEndTwice = (place: string, end: string, first: string): Fault =>
  fault('duplicate-link-end', place, `${end} is already an end of ${first}`, 'Use each interface in one link')

export const rangeBackwards = (place: string, from: string, to: string): Fault =>
  fault(
    'bad-range',
    place,
    `from ${from} to ${to} is no range of addresses`,
    'Write the lower address first, both of the same family',
  )

export const rangeOutside = (place: string, from: string, to: string): Fault =>
  fault(
    'range-outside-networks',
    place,
    `no network of the site holds both ${from} and ${to}`,
    'Use addresses of the provisioning network, or add it to networks',
  )

export const rangeHolds = (place: string, address: string, whose: string): Fault =>
  fault(
    'range-holds-address',
    place,
    `the range holds ${address}, which is ${whose}`,
    'Leave it out of the range: it would be leased to somebody else',
  )

export const noPool = (place: string, hosts: readonly string[]): Fault =>
  fault(
    'no-address-to-give',
    place,
    `as the only DHCP server we have no address for ${hosts.join(', ')}`,
    'Add a range, or give these hosts an address',
  )
