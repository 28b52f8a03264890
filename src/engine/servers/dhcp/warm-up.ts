/**
 * Code that never ran is three times as slow as code that has, and a rack asks all at once: so before the doors open
 * the answerer answers itself for a moment, over a socket on loopback, at a site that is made up, and tells no one.
 * Nearly the real thing is not enough: what is compiled for the packets rehearsed, and for the answerer that
 * rehearsed, is thrown away when others come. So packets differ, and there are two answerers besides the real one.
 */
import { createGate } from '../../gatekeeper.ts'
import { begin, type Journey } from '../../journey.ts'
import type { Host, Plan } from '../../plan.ts'
import { hex } from '../../protocol/bytes.ts'
import { discoverPacket } from '../../protocol/dhcp/discover.ts'
import type { UdpSocket } from '../../world.ts'
import { receiver } from './receive.ts'
import { createDhcpService, type DhcpOptions, type DhcpService } from './service.ts'

/** As many as will ask at once; more than these change nothing, and these take 0.1 s. */
const most = 1000
/** So many under way at a time, and waited for so often: a packet may get lost even here. */
const batch = 50
const patience = 20

const loopback = { address: '127.0.0.1', netmask: '255.0.0.0', broadcast: '127.255.255.255' }

export const warmUp = async (options: DhcpOptions): Promise<void> => {
  const count = Math.min(options.plan.hosts.length, most)
  if (count === 0) return
  let heard = 0
  let answers: readonly ReturnType<typeof receiver>[] = []
  const opened = await options.world.network.udp({
    address: loopback.address,
    port: 0,
    receive: (bytes, from) => answers[heard++ % answers.length]?.(bytes, from),
  })
  if (!opened.ok) return
  const socket = opened.value
  const services = rehearsals({ ...options, plan: madeUp(options.plan, count, socket.port) })
  answers = services.map(service => receiver(service, () => socket))
  await ask(options, socket, count, () => heard, services)
  await socket.close()
}

const ask = async (
  { world }: DhcpOptions,
  socket: UdpSocket,
  count: number,
  heard: () => number,
  services: readonly DhcpService[],
): Promise<void> => {
  const self = { address: socket.address, port: socket.port }
  for (let from = 0; from < count; from += batch) {
    const to = Math.min(from + batch, count)
    for (let n = from; n < to; n++) socket.send(question(n), self)
    // Each is heard twice: the question, and its answer.
    for (let nap = 0; nap < patience && heard() < 2 * to; nap++) await world.clock.sleep(0)
    for (const { telling } of services) telling.finish()
  }
}

/** As many machines, on a network within loopback; whatever is answered to a relay comes back to the socket. */
const madeUp = (plan: Plan, count: number, port: number): Plan => {
  const ports = { ...plan.provision.ports, relay: port, client: port }
  const host = (real: Host, n: number): Host => ({
    ...real,
    macs: [macText(n)],
    address: `127.1.${n >> 8}.${n & 255}`,
  })
  const hosts = plan.hosts.slice(0, count).map(host)
  return { ...plan, hosts, networks: [], provision: { ...plan.provision, ports } }
}

/** Each with functions of its own: two that were written once would be taken for the same. */
const rehearsals = (options: DhcpOptions): readonly DhcpService[] => {
  const woken: Journey = { ...begin('', 0), phase: { name: 'waking', packets: 1 } }
  const { plan, world } = options
  const endpoint = { ...options.endpoint, ...loopback }
  const { random } = world
  const gates = [
    createGate({ random, planNow: () => plan, journeyOf: () => woken, tell: () => {} }),
    createGate({ random, planNow: () => plan, journeyOf: () => woken, tell: () => {} }),
  ]
  return gates.map(gate => createDhcpService({ ...options, gate, endpoint }))
}

/** Through a relay, as all answers go back to it; some from machines without a UUID. */
const question = (n: number): Uint8Array => {
  const uuid = [0, ...macBytes(n), ...macBytes(n), 0, 0, 0, n & 255]
  return discoverPacket(n, macBytes(n), { relay: loopback.address, ...(n % 8 === 0 ? {} : { uuid }) })
}

/** Locally administered: nobody's. */
const macBytes = (n: number): readonly number[] => [2, 0, 0, 0, n >> 8, n & 255]

const macText = (n: number): string =>
  macBytes(n)
    .map(byte => hex[byte])
    .join(':')
