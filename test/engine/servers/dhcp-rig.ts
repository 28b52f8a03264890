/** A DHCP server over real sockets on loopback, a gate whose journeys the test sets, and a relay that asks. */
import { type Decision, decideOffer, type Identity } from '../../../src/engine/boot.ts'
import type { Fact } from '../../../src/engine/events.ts'
import type { Gate, Serving } from '../../../src/engine/gate.ts'
import { begin, type Phase } from '../../../src/engine/journey.ts'
import { openUdp } from '../../../src/engine/node/udp.ts'
import { createWorld } from '../../../src/engine/node/world.ts'
import { type Host, type Plan, type Provision, standardPorts } from '../../../src/engine/plan.ts'
import { decodeDhcp } from '../../../src/engine/protocol/dhcp/decode.ts'
import type { DhcpPacket } from '../../../src/engine/protocol/dhcp/packet.ts'
import { serveDhcp } from '../../../src/engine/servers/dhcp.ts'
import type { Peer, UdpSocket, World } from '../../../src/engine/world.ts'
import { host, plan } from '../plans.ts'

export const endpoint = {
  address: '127.0.0.1',
  netmask: '255.0.0.0',
  broadcast: '127.255.255.255',
  url: 'http://127.0.0.1:8080',
  tftpPort: 6969,
}

export const relayAddress = '127.0.0.50'

export const hostOf = (name: string, mac: string, more: Partial<Host> = {}): Host =>
  host(name, { macs: [mac], ...more })

export const planOf = (hosts: readonly Host[], provision: Partial<Provision>): Plan => {
  const base = plan(hosts)
  return { ...base, provision: { ...base.provision, ...provision } }
}

export interface TestGate extends Gate {
  readonly facts: Fact[]
  readonly phases: Map<string, Phase>
}

/** The real decision, on journeys in the phase the test says. */
export const gateOf = (hosts: readonly Host[], phase: Phase): TestGate => {
  const facts: Fact[] = []
  const phases = new Map(hosts.map(({ name }) => [name, phase]))
  const byMac = new Map(hosts.flatMap(each => each.macs.map(mac => [mac, each] as const)))
  const decide = ({ mac }: Identity): Decision => {
    const asking = byMac.get(mac)
    const now = asking && phases.get(asking.name)
    return decideOffer(asking, asking && now && { ...begin(asking.name, 0), phase: now })
  }
  const unused = () => {
    throw new Error('DHCP gives no passes')
  }
  return { facts, phases, decide, issuePass: unused, passHolder: unused, tell: fact => void facts.push(fact) }
}

/** Sends, and hands out what comes back in order. */
export interface Client {
  readonly port: number
  send(bytes: Uint8Array, port: number): void
  next(): Promise<{ readonly packet: DhcpPacket; readonly from: Peer; readonly size: number }>
  close(): Promise<void>
}

export const openClient = async (address: string, receiveBuffer?: number): Promise<Client> => {
  const arrived: { packet: DhcpPacket; from: Peer; size: number }[] = []
  const waiting: ((answer: (typeof arrived)[number]) => void)[] = []
  const receive = (bytes: Uint8Array, from: Peer) => {
    const decoded = decodeDhcp(bytes)
    if (!decoded.ok) throw new Error(decoded.why)
    const answer = { packet: decoded.packet, from, size: bytes.length }
    const wanted = waiting.shift()
    if (wanted === undefined) arrived.push(answer)
    else wanted(answer)
  }
  const socket = await openUdp({ address, port: 0, receive, ...(receiveBuffer && { receiveBuffer }) })
  if (!socket.ok) throw new Error(socket.fault.message)
  return {
    port: socket.value.port,
    send: (bytes, port) => socket.value.send(bytes, { address: endpoint.address, port }),
    next: async () => arrived.shift() ?? new Promise(resolve => waiting.push(resolve)),
    close: () => socket.value.close(),
  }
}

/** Ports that were free a moment ago. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const sockets: UdpSocket[] = []
  for (let i = 0; i < count; i++) {
    const socket = await openUdp({ address: endpoint.address, port: 0, receive: () => {} })
    if (!socket.ok) throw new Error(socket.fault.message)
    sockets.push(socket.value)
  }
  await Promise.all(sockets.map(socket => socket.close()))
  return sockets.map(({ port }) => port)
}

export interface Rig extends AsyncDisposable {
  readonly gate: TestGate
  readonly relay: Client
  readonly ports: { readonly dhcp: number; readonly proxy: number }
  readonly serving: Serving
}

export interface RigOptions {
  readonly hosts: readonly Host[]
  readonly dhcp?: Provision['dhcp']
  readonly phase?: Phase
  readonly receiveBuffer?: number
  readonly world?: (world: World) => World
}

export const startRig = async ({ hosts, dhcp, phase, receiveBuffer, world }: RigOptions): Promise<Rig> => {
  const [dhcpPort = 0, proxy = 0] = await freePorts(2)
  const relay = await openClient(relayAddress, receiveBuffer)
  const ports = { ...standardPorts, dhcp: dhcpPort, proxy, relay: relay.port }
  const site = planOf(hosts, { ports, ...(dhcp && { dhcp }) })
  const gate = gateOf(hosts, phase ?? { name: 'waking', packets: 1 })
  const real = createWorld()
  const serving = await serveDhcp({ world: world?.(real) ?? real, plan: site, gate, endpoint })
  if (!serving.ok) throw new Error(serving.fault.message)
  return {
    gate,
    relay,
    ports: { dhcp: dhcpPort, proxy },
    serving: serving.value,
    [Symbol.asyncDispose]: async () => {
      await serving.value.close()
      await relay.close()
    },
  }
}
