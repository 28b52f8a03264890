/**
 * One isolated Ethernet: a network namespace with a bridge and a tap per machine, and, if wanted, a second
 * namespace on the same bridge for the site's own address server. No uplink exists, so nothing leaves.
 */

import { type Result, succeed } from '../../engine/errors.ts'
import { broadcastOf, type Cidr, splitCidr } from './cidr.ts'
import { type Command, run } from './command.ts'
import { siteName } from './names.ts'

export interface BridgePlan {
  readonly name: string
  /** Ours on the bridge, where the servers under test listen. */
  readonly address: Cidr
  readonly address6?: Cidr
  /** Addresses of the second namespace; without them there is none. */
  readonly site?: SiteAddresses
  readonly ports: number
}

export interface SiteAddresses {
  readonly address: Cidr
  readonly address6?: Cidr
}

export interface Bridge {
  /** Namespace of the bridge, of the machines and of the servers under test. */
  readonly namespace: string
  readonly site: { readonly namespace: string; readonly address: string } | null
  readonly interface: string
  readonly address: string
  readonly broadcast: string
}

export const bridgeInterface = 'br0'
export const tap = (port: number): string => `tap${port}`

/** A bridge whose machines are all off has no carrier, and Node lists no interface without one. */
const plugged: readonly string[] = [
  'link add plug0 type veth peer name plug1',
  `link set plug0 master ${bridgeInterface} up`,
  'link set plug1 up',
]

/** A list for `ip -batch`. Forwarding at once and no multicast snooping: firmware does not wait for either. */
export const bridgeCommands = (plan: BridgePlan): readonly string[] => [
  'link set lo up',
  `link add ${bridgeInterface} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`,
  `addr add ${plan.address} brd ${broadcastOf(plan.address)} dev ${bridgeInterface}`,
  ...(plan.address6 ? [`-6 addr add ${plan.address6} dev ${bridgeInterface} nodad`] : []),
  `link set ${bridgeInterface} up`,
  ...(plan.site ? [] : plugged),
  ...Array.from({ length: plan.ports }, (_, port) => [
    `tuntap add dev ${tap(port)} mode tap`,
    `link set ${tap(port)} addrgenmode none`,
    `link set ${tap(port)} master ${bridgeInterface} up`,
  ]).flat(),
]

const siteCommands = (name: string, { address, address6 }: SiteAddresses): readonly Command[] => [
  ['ip', '-n', name, 'link', 'add', 'site0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', siteName(name)],
  ['ip', '-n', name, 'link', 'set', 'site0', 'master', bridgeInterface, 'up'],
  ['ip', '-n', siteName(name), 'addr', 'add', address, 'brd', broadcastOf(address), 'dev', 'eth0'],
  ...(address6 ? [siteAddress6(name, address6)] : []),
  ['ip', '-n', siteName(name), 'link', 'set', 'lo', 'up'],
  ['ip', '-n', siteName(name), 'link', 'set', 'eth0', 'up'],
]

const siteAddress6 = (name: string, address: Cidr): Command => [
  'ip',
  '-n',
  siteName(name),
  '-6',
  'addr',
  'add',
  address,
  'dev',
  'eth0',
  'nodad',
]

// A namespace may inherit its owner's: no forwarding, no waiting for duplicate addresses, no foreign routers.
const quiet =
  'cd /proc/sys/net; echo 0 > ipv4/ip_forward; for i in all default; do ' +
  '[ ! -d ipv6 ] || { echo 0 > ipv6/conf/$i/accept_dad; echo 0 > ipv6/conf/$i/accept_ra; }; done'

const inOrder = async (commands: readonly Command[]): Promise<Result<void>> => {
  for (const command of commands) {
    const done = await run(command)
    if (!done.ok) return done
  }
  return succeed(undefined)
}

/** What was made before a failure stays: `closeBridge` removes it, whether it exists or not. */
export const openBridge = async (plan: BridgePlan): Promise<Result<Bridge>> => {
  const namespaces = plan.site ? [plan.name, siteName(plan.name)] : [plan.name]
  const made = await inOrder(
    namespaces.flatMap(name => [
      ['ip', 'netns', 'add', name],
      ['ip', 'netns', 'exec', name, 'sh', '-c', quiet],
    ]),
  )
  if (!made.ok) return made
  const wired = await run(['ip', '-n', plan.name, '-batch', '-'], bridgeCommands(plan).join('\n'))
  if (!wired.ok) return wired
  const joined = await inOrder(plan.site ? siteCommands(plan.name, plan.site) : [])
  return joined.ok ? succeed(describe(plan)) : joined
}

const describe = (plan: BridgePlan): Bridge => ({
  namespace: plan.name,
  site: plan.site ? { namespace: siteName(plan.name), address: splitCidr(plan.site.address).address } : null,
  interface: bridgeInterface,
  address: splitCidr(plan.address).address,
  broadcast: broadcastOf(plan.address),
})
