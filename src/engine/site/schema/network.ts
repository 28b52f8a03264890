/** Devices, addresses and routes: what the site checks across machines. The generator checks the rest. */
import * as z from 'zod'
import { address, anything, cidr, maybe, mtu, named, network, oneOrMany, text, vlanId } from './words.ts'

export const networkSchema = z.strictObject({
  cidr: maybe(network),
  gateway: maybe(address),
  dns: maybe(z.array(address)),
  vlan: maybe(vlanId),
  mtu: maybe(mtu),
})

/** What every device shares; the words are those of the network module. */
const layer3 = {
  network: maybe(text).describe('One of `networks`: gateway, DNS, MTU and VLAN id come from it'),
  address: maybe(cidr),
  addresses: maybe(z.array(cidr)),
  gateway: maybe(oneOrMany(address)),
  dns: maybe(oneOrMany(address)),
  domains: maybe(z.array(text)),
  dhcp: maybe(z.union([z.boolean(), z.enum(['ipv4', 'ipv6'])])),
  acceptRA: maybe(z.boolean()),
  mtu: maybe(mtu),
  required: maybe(z.boolean()),
  dhcpServer: maybe(anything),
}

export const interfaceSchema = z.strictObject(layer3)

export const vlanSchema = z.strictObject({ ...layer3, id: maybe(vlanId), interface: maybe(text) })

export const bondSchema = z.strictObject({
  ...layer3,
  interfaces: maybe(z.array(text)),
  mode: maybe(text),
  transmitHash: maybe(text),
  lacpRate: maybe(text),
  monitorInterval: maybe(z.int()),
})

export const bridgeSchema = z.strictObject({
  ...layer3,
  interfaces: maybe(z.array(text)),
  stp: maybe(z.boolean()),
})

export const routeSchema = z.strictObject({
  to: maybe(z.union([z.literal('default'), cidr])),
  via: maybe(address),
  interface: maybe(text),
  metric: maybe(z.int()),
  table: maybe(z.int()),
  type: maybe(z.enum(['unicast', 'blackhole', 'unreachable', 'prohibit'])),
  source: maybe(address),
})

export const devicesSchema = {
  interfaces: maybe(named(interfaceSchema)),
  vlans: maybe(named(vlanSchema)),
  bonds: maybe(named(bondSchema)),
  bridges: maybe(named(bridgeSchema)),
  routes: maybe(z.array(routeSchema)),
}
