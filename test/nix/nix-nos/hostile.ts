/** A host that says everything that is said in words. */
const host = {
  interfaces: {
    eth0: { addresses: ['10.0.0.9/24'], gateway: '10.0.0.1', dns: ['9.9.9.9'], domains: ['example'] },
    eth1: { dhcp: true },
    eth2: {},
  },
  vlans: { storage: { id: 20, interface: 'eth0', address: '10.0.20.9/24' } },
  bridges: { br: { interfaces: ['eth2'], dhcp: 'ipv4' } },
  routes: [{ to: '10.9.0.0/16', via: '10.0.0.254', source: '10.0.0.9', type: 'unicast' }],
  bgp: {
    asn: 65001,
    routerId: '10.0.0.9',
    announcements: [{ prefix: '203.0.113.0/24', communities: ['blue'] }],
    peers: {
      tor: {
        address: '10.0.0.2',
        asn: 65000,
        description: 'top of rack',
        import: 'some',
        export: 'own',
        passwordFile: '/run/secrets/tor',
        localAddress: '10.0.0.9',
      },
    },
  },
  policies: {
    some: { accept: [{ prefixList: 'list', communities: ['65001:1'], addCommunities: ['65001:1:1'] }] },
  },
  prefixLists: { list: ['192.0.2.0/24'] },
  communities: { blue: '65001:77' },
  firewall: { enable: true, trusted: ['eth0'], interfaces: { eth1: { allowedTCPPorts: [22] } } },
  nat: {
    enable: true,
    external: 'eth1',
    internal: ['eth0'],
    forwardPorts: [{ port: 80, protocol: 'tcp', to: '10.0.0.5' }],
  },
}

/** Strings that would be more than a string to one of the languages we write. */
export const hostile = [
  "x\nprotocol bgp 'evil' { }",
  '"; } protocol static { route 0.0.0.0/0 blackhole; } #',
  "x'; } #",
  'x"\n[Network]\nAddress=10.6.6.6/24',
  '"""\n[global.config]\nas = 1',
  '*',
  '!eth0',
  '$(touch /tmp/smuggled)',
  '`id`; reboot',
  "/run/x' ; reboot ; '",
  '/run/../etc/shadow"; include "/etc/passwd',
  '10.0.0.9/24 }; flush ruleset; #',
  '} accept; # \\',
  'bell\u0007',
  'tab\there',
  '%n %%s \\x0a\\n',
  '\u202e//\u2028x',
]

type Step = string | number
type Tree = { [key: string]: Tree } | Tree[] | string | number | boolean

function pathsTo(tree: Tree, path: Step[] = []): Step[][] {
  if (typeof tree === 'string') return [path]
  if (typeof tree !== 'object') return []
  const keys: Step[] = Array.isArray(tree) ? [...tree.keys()] : Object.keys(tree)
  return keys.flatMap(key => pathsTo((tree as Record<Step, Tree>)[key] ?? '', [...path, key]))
}

/** Where the host has a string: every place a site's author writes words. */
export const leaves = pathsTo(host)

/** The host with another string at one place. */
export function replaced(path: Step[], text: string, tree: Tree = host): Tree {
  const [key, ...rest] = path
  if (key === undefined) return tree === host ? tree : text
  const inner = replaced(rest, text, (tree as Record<Step, Tree>)[key] ?? '')
  return Array.isArray(tree)
    ? tree.with(Number(key), inner)
    : { ...(tree as Record<string, Tree>), [key]: inner }
}

/** Hosts with one more thing of each kind that has a name, called by the hostile string. */
export function named(text: string): Tree[] {
  const kinds: Record<string, Tree> = {
    interfaces: { dhcp: true },
    vlans: { id: 7, interface: 'eth0', dhcp: true },
    bonds: { interfaces: [], dhcp: true },
    bridges: { interfaces: [], dhcp: true },
    policies: {},
    prefixLists: [],
    communities: '65001:8',
  }
  const { bgp } = host
  const peers = { ...bgp.peers, [text]: { address: '10.0.0.3', asn: 65003 } }
  const others = Object.entries(kinds).map(([kind, value]) => ({
    ...host,
    [kind]: { ...(host as Record<string, object>)[kind], [text]: value },
  }))
  return [{ ...host, bgp: { ...bgp, peers } }, ...others]
}
