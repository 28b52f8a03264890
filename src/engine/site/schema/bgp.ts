/** BGP sessions and the links between machines. */
import * as z from 'zod'
import {
  absolutePath,
  address,
  anything,
  asn,
  cidr,
  ipv4,
  linkEnd,
  maybe,
  mtu,
  named,
  network,
  text,
  vlanId,
} from './words.ts'

const peerSchema = z.strictObject({
  address: maybe(address),
  asn: maybe(asn),
  description: maybe(text),
  import: maybe(text).describe('One of `policies`, or all, own, none'),
  export: maybe(text).describe('One of `policies`, or all, own, none'),
  passwordFile: maybe(absolutePath),
  maxPrefixes: maybe(z.int()),
  multihop: maybe(z.int()),
  localAddress: maybe(address),
  passive: maybe(z.boolean()),
  holdTime: maybe(z.int()),
  gracefulRestart: maybe(z.boolean()),
  nextHopSelf: maybe(z.boolean()),
  routeReflectorClient: maybe(z.boolean()),
  bfd: maybe(z.boolean()),
})

export const bgpSchema = z.strictObject({
  enable: maybe(z.boolean()),
  asn: maybe(asn),
  routerId: maybe(ipv4),
  backend: maybe(z.enum(['bird', 'gobgp'])),
  peers: maybe(named(peerSchema)),
  announcements: maybe(
    z.array(
      z.union([network, z.strictObject({ prefix: maybe(network), communities: maybe(z.array(text)) })]),
    ),
  ),
  gracefulRestart: maybe(z.boolean()),
  restartTime: maybe(z.int()),
  installRoutes: maybe(z.boolean()),
})

export const linkSchema = z.strictObject({
  a: maybe(linkEnd),
  b: maybe(linkEnd),
  network: maybe(text),
  prefix: maybe(network),
  addresses: maybe(z.array(cidr)),
  vlan: maybe(vlanId),
  mtu: maybe(mtu),
  bgp: maybe(z.union([z.boolean(), anything])),
})
