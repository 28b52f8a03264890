// One host for every sentence Nix-NOS can say against one, with that sentence, to the letter.

const eth0 = { address: '10.0.0.1/24' }
const bgp = { asn: 65001, routerId: '10.0.0.1' }
const peer = { address: '10.0.0.2', asn: 65002 }
const one = (extra: object) => ({
  interfaces: { eth0 },
  bgp: { ...bgp, peers: { tor: { ...peer, ...extra } } },
})
const rule = (accept: object) => ({ policies: { p: { accept: [accept] } } })

export const mistakes: [host: object, said: string][] = [
  [
    { interfaces: { eth0: {} } },
    'interfaces.eth0: has neither dhcp nor addresses; give it one of them, or use it in a VLAN, bond or bridge',
  ],
  [
    { interfaces: { eth0 }, vlans: { v: { id: 5, interface: 'eth0' } } },
    'vlans.v: has neither dhcp nor addresses; give it one of them, or use it in a bridge',
  ],
  [
    {
      interfaces: { eth0: {} },
      bonds: { a: { interfaces: ['eth0'], dhcp: true }, b: { interfaces: ['eth0'], dhcp: true } },
    },
    'interfaces.eth0: is a member of a, b; it can be of one only',
  ],
  [
    { interfaces: { eth0 }, bridges: { br: { interfaces: ['eth0'], dhcp: true } } },
    'interfaces.eth0: is a member of br, so it cannot have addresses or dhcp of its own',
  ],
  [
    { interfaces: { eth0: { ...eth0, gateway: '10.0.1.1' } } },
    'interfaces.eth0.gateway: 10.0.1.1 is on none of its networks (10.0.0.1/24)',
  ],
  [
    { interfaces: { eth0: { dhcp: true, dhcpServer: {} } } },
    'interfaces.eth0.dhcpServer: needs a static IPv4 address on the device',
  ],
  [
    { interfaces: { eth0 }, vlans: { v: { id: 5, interface: 'eth9', dhcp: true } } },
    'vlans.v.interface: there is no device "eth9" (known: eth0, v)',
  ],
  [
    { interfaces: { eth0 }, vlans: { v: { id: 5, interface: 'v', dhcp: true } } },
    'vlans.v.interface: a VLAN cannot run on itself',
  ],
  [
    {
      interfaces: { eth0: { ...eth0, mtu: 1500 } },
      vlans: { v: { id: 5, interface: 'eth0', dhcp: true, mtu: 9000 } },
    },
    'vlans.v.mtu: 9000 is above 1500, the MTU of its parent eth0',
  ],
  [
    {
      interfaces: { eth0 },
      vlans: { v: { id: 5, interface: 'eth0', dhcp: true }, w: { id: 5, interface: 'eth0', dhcp: true } },
    },
    'vlans: the id 5 on eth0 is used twice',
  ],
  [
    { interfaces: { eth0 }, bonds: { b: { interfaces: ['eth9'], dhcp: true } } },
    'bonds.b.interfaces: there is no device "eth9" (known: eth0, b)',
  ],
  [
    { interfaces: { eth0 }, bridges: { br: { interfaces: ['br'] } } },
    'bridges.br.interfaces: it cannot be a member of itself',
  ],
  [
    { interfaces: { eth0, x: { dhcp: true } }, bridges: { x: { interfaces: [], dhcp: true } } },
    'x: the name is used for two devices',
  ],
  [{ interfaces: { eth0, eth1: { addresses: ['10.0.0.1/25'] } } }, 'the address 10.0.0.1 is given twice'],
  [{ interfaces: { eth0, eth1: { addresses: ['10.0.0.1/24'] } } }, 'the address 10.0.0.1 is given twice'],
  [
    { interfaces: { eth0 }, routes: [{ to: '192.0.2.0/24', type: 'blackhole', via: '10.0.0.2' }] },
    'routes[0]: a blackhole route has neither via nor interface',
  ],
  [{ interfaces: { eth0 }, routes: [{ to: '192.0.2.0/24' }] }, 'routes[0]: needs via or interface'],
  [
    { interfaces: { eth0 }, routes: [{ to: '192.0.2.0/24', via: '10.0.7.2' }] },
    `routes[0].via: 10.0.7.2 is on no device's network; say interface`,
  ],
  [
    { interfaces: { eth0 }, routes: [{ to: 'default', interface: 'eth0' }] },
    'routes[0]: "default" takes its family from via; write 0.0.0.0/0 or ::/0',
  ],
  [
    { interfaces: { eth0 }, routes: [{ to: '192.0.2.0/24', via: '10.0.0.2', interface: 'eth9' }] },
    'routes[0].interface: there is no device "eth9" (known: eth0)',
  ],
  [
    { interfaces: { eth0 }, routes: [{ to: '2001:db8::/32', via: '10.0.0.2' }] },
    'routes[0].via: 10.0.0.2 is not of the family of 2001:db8::/32',
  ],
  [
    { interfaces: { eth0 }, routes: [{ to: '192.0.2.0/24', via: '10.0.0.2', source: '::1' }] },
    'routes[0].source: ::1 is not of the family of 192.0.2.0/24',
  ],
  [
    { interfaces: { eth0 }, firewall: { trusted: ['lan'] } },
    'firewall.trusted: there is no device "lan" (known: eth0)',
  ],
  [
    { interfaces: { eth0 }, firewall: { interfaces: { lan: {} } } },
    'firewall.interfaces: there is no device "lan" (known: eth0)',
  ],
  [
    { interfaces: { eth0 }, nat: { enable: true, internal: ['eth0'] } },
    'nat.external: must be given when NAT is on',
  ],
  [
    { interfaces: { eth0 }, nat: { enable: true, external: 'eth0' } },
    'nat.internal: must name at least one device when NAT is on',
  ],
  [
    { interfaces: { eth0 }, nat: { enable: true, external: 'eth0', internal: ['eth0'] } },
    'nat.internal: eth0 is the external device',
  ],
  [
    { interfaces: { eth0 }, nat: { enable: true, external: 'wan', internal: ['eth0'] } },
    'nat.external: there is no device "wan" (known: eth0)',
  ],
  [{ bgp: { routerId: '10.0.0.1', peers: { tor: peer } } }, 'bgp.asn: must be given'],
  [
    { bgp: { asn: 65001 } },
    'bgp.routerId: must be given, as the host has no static IPv4 address to take it from',
  ],
  [
    { bgp: { ...bgp, backend: 'gobgp', installRoutes: true } },
    'bgp.installRoutes: the backend gobgp cannot install routes into the kernel; use bird',
  ],
  [{ bgp: { ...bgp, peers: { a: peer, b: peer } } }, 'bgp.peers: the address 10.0.0.2 is given twice'],
  [
    { bgp: { ...bgp, announcements: ['2001:db8::/32', '2001:DB8:0::/32'] } },
    'bgp.announcements: 2001:db8::/32 is given twice',
  ],
  [
    { bgp: { ...bgp, announcements: [{ prefix: '192.0.2.0/24', communities: ['blue'] }] } },
    'bgp.announcements[0].communities: "blue" is neither a community nor one of `communities`',
  ],
  [one({ import: 'nope' }), 'bgp.peers.tor.import: there is no policy "nope" (known: all, none, own)'],
  [one({ export: 'nope' }), 'bgp.peers.tor.export: there is no policy "nope" (known: all, none, own)'],
  [one({ address: '10.0.0.1' }), `bgp.peers.tor.address: 10.0.0.1 is this host's own`],
  [
    one({ address: 'fe80::1' }),
    'bgp.peers.tor.address: a link-local address names no peer without its device',
  ],
  [one({ localAddress: '::1' }), 'bgp.peers.tor.localAddress: ::1 is not of the family of 10.0.0.2'],
  [one({ asn: 65001, multihop: 2 }), 'bgp.peers.tor.multihop: is for external peers'],
  [
    one({ routeReflectorClient: true }),
    'bgp.peers.tor.routeReflectorClient: is for internal peers (65002 is not 65001)',
  ],
  [
    one({ description: 'a "b"' }),
    'bgp.peers.tor.description: the backend bird cannot hold a double quote in a string',
  ],
  [
    { bgp: { ...bgp, backend: 'gobgp', peers: { tor: { ...peer, passwordFile: '/run/secrets/x' } } } },
    'bgp.peers.tor.passwordFile: the backend gobgp cannot read a password from a file; use bird',
  ],
  [
    { bgp: { ...bgp, backend: 'gobgp', peers: { tor: { ...peer, bfd: true } } } },
    'bgp.peers.tor.bfd: the backend gobgp cannot speak BFD; use bird',
  ],
  [{ policies: { all: {} } }, 'policies.all: the name means something already; choose another'],
  [rule({ ge: 8 }), 'policies.p.accept[0]: ge and le need prefix or prefixes'],
  [
    { prefixLists: { l: [] }, ...rule({ prefix: '10.0.0.0/8', prefixList: 'l' }) },
    'policies.p.accept[0]: takes prefixes or a prefixList, not both',
  ],
  [
    rule({ prefixList: 'l' }),
    'policies.p.accept[0].prefixList: there is no prefix list "l" (there are none)',
  ],
  [
    rule({ prefix: '10.0.0.0/8', le: 33 }),
    'policies.p.accept[0]: ge and le must lie between 8 and 32 for 10.0.0.0/8, ge not above le',
  ],
  [
    rule({ communities: ['blue'] }),
    'policies.p.accept[0].communities: "blue" is neither a community nor one of `communities`',
  ],
  [
    rule({ addCommunities: ['blue'] }),
    'policies.p.accept[0].addCommunities: "blue" is neither a community nor one of `communities`',
  ],
  [rule({ prepend: 1 }), 'policies.p.accept[0].prepend: needs bgp.asn'],
  [
    { prefixLists: { l: [{ prefix: '10.0.0.0/8', ge: 24, le: 16 }] } },
    'prefixLists.l[0]: ge and le must lie between 8 and 32 for 10.0.0.0/8, ge not above le',
  ],
  [
    { interfaces: { eth0: { adress: '10.0.0.1/24' } } },
    'interfaces.eth0.adress: there is no such setting (known: acceptRA, address, addresses, dhcp, dhcpServer, dns, domains, gateway, mtu, required)',
  ],
  [
    { interfaces: { 'eth0; reboot': {} } },
    `interfaces."eth0; reboot": is not an interface name (letters, digits, '_', '-' and '.', at most 15, not digits alone)`,
  ],
  [
    { interfaces: { eth0: { address: '10.0.0.1' } } },
    'interfaces.eth0.address: "10.0.0.1" is not an address with its prefix length, as in "10.0.0.11/24"',
  ],
  [
    { interfaces: { eth0: { dhcp: 'both' } } },
    'interfaces.eth0.dhcp: "both" is not true or false, or one of "ipv4", "ipv6"',
  ],
  [
    { interfaces: { eth0 }, vlans: { v: { id: 4095, interface: 'eth0' } } },
    'vlans.v.id: 4095 is not an integer between 1 and 4094',
  ],
  [{ vlans: { v: { interface: 'eth0' } } }, 'vlans.v.id: must be given'],
  [
    { bgp: { ...bgp, announcements: ['10.0.0.1/8'] } },
    'bgp.announcements[0]: "10.0.0.1/8" is not a prefix whose host bits are zero, as in "203.0.113.0/24", or a set',
  ],
  [{ bgp: { asn: 4294967296 } }, 'bgp.asn: 4294967296 is not an integer between 1 and 4294967295'],
  [{ bgp: { ...bgp, backend: 'frr' } }, 'bgp.backend: "frr" is not one of "bird", "gobgp"'],
  [
    one({ passwordFile: 'secret' }),
    'bgp.peers.tor.passwordFile: "secret" is not the absolute path of a file outside the Nix store, written as a string',
  ],
  [
    one({ passwordFile: '/nix/store/abc-secret' }),
    'bgp.peers.tor.passwordFile: "/nix/store/abc-secret" is not the absolute path of a file outside the Nix store, written as a string',
  ],
  [one({ description: 'two\nlines' }), 'bgp.peers.tor.description: "two\\nlines" is not one line of text'],
  [
    { communities: { blue: '65536:1' } },
    'communities.blue: "65536:1" is not a community ("asn:value", "asn:value:value", no-export, no-advertise, blackhole, graceful-shutdown)',
  ],
  [{ interfaces: [] }, 'interfaces: a list is not a set'],
  [
    { hostname: 'x' },
    'hostname: there is no such setting (known: bgp, bonds, bridges, communities, firewall, forwarding, interfaces, nat, policies, prefixLists, routes, vlans)',
  ],
]

const hosts = { a: { bgp: { asn: 65001 } }, b: { bgp: { asn: 65002 } }, c: {} }
const link = (extra: object) => ({ hosts, links: [{ a: 'a.eth0', b: 'b.eth0', ...extra }] })

export const linkMistakes: [topology: object, said: string][] = [
  [link({ a: 'a' }), 'links[0].a: "a" is not "host.interface"'],
  [link({ b: 'd.eth0' }), 'links[0].b: there is no host "d"'],
  [
    link({ b: 'b.eth 0' }),
    `links[0].b: "eth 0" is not an interface name (letters, digits, '_', '-' and '.', at most 15, not digits alone)`,
  ],
  [link({ b: 'a.eth0' }), 'links[0]: both ends are a.eth0'],
  [link({ network: 'fabric' }), 'links[0].network: there is no network "fabric"'],
  [link({ prefix: '10.0.0.1/32' }), 'links[0].prefix: 10.0.0.1/32 has no room for two addresses'],
  [link({ b: 'c.eth0', prefix: '10.0.0.0/31', bgp: true }), 'links[0].bgp: c has no bgp.asn'],
  [link({ bgp: true }), 'links[0].bgp: needs a prefix, or addresses of both ends in one network'],
  [link({ vlan: 0 }), 'links[0].vlan: 0 is not an integer between 1 and 4094'],
  [{ hosts, links: [{ a: 'a.eth0' }] }, 'links[0].b: must be given'],
]
