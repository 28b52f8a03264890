import fc from 'fast-check'

// Hosts that make sense by construction, with the names and numbers people would trip over: words that BIRD keeps for
// itself, the longest names, the ends of every range.

const words = [
  's',
  'as',
  'filter',
  'protocol',
  'if',
  'net',
  'own',
  'bgp',
  'kernel.ipv4',
  'a-b_c.d',
  '0',
  'x'.repeat(50),
]
const name = fc.constantFrom(...words)
const prefix4 = fc.constantFrom(
  '0.0.0.0/0',
  '10.0.0.0/8',
  '203.0.113.0/24',
  '198.51.100.7/32',
  '192.0.2.128/25',
)
const prefix6 = fc.constantFrom('::/0', '2001:db8::/32', '2001:DB8:1:0::/64', 'fc00::/7', '2001:db8::1/128')
const prefix = fc.oneof(prefix4, prefix6)
const community = fc.oneof(
  fc.tuple(fc.nat(65535), fc.nat(65535)).map(c => c.join(':')),
  fc.tuple(fc.nat(0xffffffff), fc.nat(9), fc.nat(0xffffffff)).map(c => c.join(':')),
  fc.constantFrom('no-export', 'blackhole', 'blue'),
)
const communities = fc.uniqueArray(community, { maxLength: 4 })
const bitsOf = (p: string) => (p.includes(':') ? 128 : 32)
const range = prefix.chain(p => {
  const length = Number(p.split('/')[1])
  return fc.record({
    prefix: fc.constant(p),
    ge: fc.integer({ min: length, max: bitsOf(p) }),
    le: fc.constant(bitsOf(p)),
  })
})

const match = fc
  .tuple(
    fc.oneof(
      range,
      fc.record({ prefixes: fc.uniqueArray(prefix, { minLength: 1, maxLength: 4 }) }),
      fc.constant({ prefixList: 'some' }),
      fc.constant({}),
    ),
    fc.record({ communities, own: fc.boolean() }, { requiredKeys: [] }),
  )
  .map(([which, rest]) => ({ ...which, ...rest }))
const changes = fc.record(
  {
    addCommunities: communities,
    localPreference: fc.nat(0xffffffff),
    med: fc.nat(0xffffffff),
    prepend: fc.nat(10),
  },
  { requiredKeys: [] },
)
const policy = fc.record(
  {
    reject: fc.array(match, { maxLength: 3 }),
    accept: fc.array(
      fc.tuple(match, changes).map(([m, c]) => ({ ...m, ...c })),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
)

const word = fc.string({ maxLength: 40, unit: 'grapheme' }).filter(s => !/["\p{Cc}]/u.test(s))
const peer = fc.record(
  {
    asn: fc.constantFrom(1, 65001, 65535, 65536, 4294967295),
    description: word,
    import: fc.constantFrom('all', 'own', 'none', 's', 'filter'),
    export: fc.constantFrom('all', 'own', 'none', 's', 'filter'),
    maxPrefixes: fc.integer({ min: 1, max: 10_000_000 }),
    passive: fc.boolean(),
    holdTime: fc.integer({ min: 3, max: 65535 }),
    gracefulRestart: fc.boolean(),
    nextHopSelf: fc.boolean(),
  },
  { requiredKeys: ['asn'] },
)
const peers = fc
  .dictionary(name, peer, { maxKeys: 5, noNullPrototype: true })
  .map(all =>
    Object.fromEntries(
      Object.entries(all).map(([key, own], n) => [
        key,
        { ...own, address: n % 2 ? `10.0.0.${n + 50}` : `2001:db8:0::${n + 50}` },
      ]),
    ),
  )
const bgp = fc.record(
  {
    asn: fc.constantFrom(65001, 4200000000),
    backend: fc.constantFrom('bird', 'gobgp'),
    peers,
    announcements: fc.uniqueArray(fc.oneof(prefix, fc.record({ prefix, communities })), {
      maxLength: 4,
      selector: a => (typeof a === 'string' ? a : a.prefix).toLowerCase(),
    }),
    gracefulRestart: fc.boolean(),
    restartTime: fc.integer({ min: 1, max: 4095 }),
  },
  { requiredKeys: ['asn', 'backend', 'peers'] },
)

const device = fc.record(
  {
    mtu: fc.integer({ min: 1280, max: 9216 }),
    dns: fc.constantFrom('9.9.9.9', ['2001:db8::53', '9.9.9.9']),
    required: fc.boolean(),
  },
  { requiredKeys: [] },
)
const vlans = fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { maxLength: 4 }).chain(ids =>
  fc.record({ shared: device, dhcp: fc.boolean() }).map(({ shared, dhcp }) =>
    Object.fromEntries(
      ids.map((id, n) => [
        n === 0 ? 'vlan-of-15-char' : `v.${id}`,
        {
          ...shared,
          mtu: 1280,
          id,
          interface: 'eth1',
          ...(dhcp && n > 1 ? { dhcp } : { address: `10.1.${n}.1/24` }),
        },
      ]),
    ),
  ),
)
const routes = fc.subarray([
  { to: 'default', via: '10.0.0.1', metric: 4294967295 },
  { to: '10.9.0.0/16', via: '10.0.0.254', table: 4294967295, source: '10.0.0.9' },
  { to: '192.0.2.0/24', type: 'unreachable' },
  { to: '2001:db8:dead::/48', type: 'blackhole', metric: 1 },
  { to: '2001:db8:9::/48', via: 'fe80::1', interface: 'eth1' },
  { to: '::/0', interface: 'eth0' },
])
const filtering = fc.record({
  firewall: fc.record({
    enable: fc.boolean(),
    trusted: fc.subarray(['eth0', 'br']),
    allowedTCPPorts: fc.uniqueArray(fc.integer({ min: 1, max: 65535 }), { maxLength: 3 }),
    allowPing: fc.boolean(),
    interfaces: fc.constantFrom({}, { eth1: { allowedUDPPorts: [67, 53] } }),
  }),
  nat: fc.constantFrom(
    {},
    {
      enable: true,
      external: 'eth1',
      internal: ['eth0', 'br'],
      forwardPorts: [{ port: 65535, protocol: 'udp', to: '10.0.0.2', toPort: 1 }],
    },
  ),
})

/** Any host Nix-NOS accepts, within the rules of its checks. */
export const anyHost = fc
  .record({
    eth0: device,
    own: vlans,
    bgp,
    routes,
    filtering,
    some: fc.array(fc.oneof(prefix, range), { maxLength: 5 }),
    s: policy,
    filter: policy,
    stp: fc.boolean(),
  })
  .map(({ eth0, own, bgp, routes, filtering, some, s, filter, stp }) => ({
    interfaces: {
      eth0: { ...eth0, addresses: ['10.0.0.9/24', '2001:db8::9/64'], gateway: ['10.0.0.1', 'fe80::1'] },
      eth1: { dhcp: true, acceptRA: true, gateway: ['192.0.2.254', 'fe80::2'] },
      eth2: {},
      eth3: {},
      eth4: {},
    },
    bonds: { 'bond.0': { interfaces: ['eth2', 'eth3'], mode: 'active-backup' } },
    bridges: {
      br: { interfaces: ['bond.0', 'eth4'], stp, address: '10.2.0.1/24', dhcpServer: { offset: 10 } },
    },
    vlans: own,
    routes,
    bgp,
    prefixLists: { some },
    communities: { blue: '65001:77' },
    policies: { s, filter },
    ...filtering,
  }))
