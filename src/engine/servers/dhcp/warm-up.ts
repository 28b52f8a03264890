/**
 * Code that never ran is three times as slow as code that has, and a rack asks all at once: so before the doors open
 * the answerer answers itself for a moment, over sockets on loopback, at a site that is made up, and tells no one.
 * Nearly the real thing is not enough: what is compiled for the packets, the socket and the functions rehearsed with
 * is thrown away when others come. So packets differ, and there are two stages before the real one.
 */
import type { Gate } from '../../gate.ts'
import { createGate } from '../../gatekeeper.ts'
import { begin, type Journey } from '../../journey.ts'
import type { Host, Plan } from '../../plan.ts'
import { discoverPacket } from '../../protocol/dhcp/discover.ts'
import { macAt } from '../../protocol/dhcp/mac-text.ts'
import type { Random, UdpOptions, UdpSocket } from '../../world.ts'
import { receiver } from './receive.ts'
import { createDhcpService, type DhcpOptions } from './service.ts'

/** As many as will ask at once; more of them change little, and these take 0.2 s. */
const most = 1000
/** So many under way at a time, and waited for so often: a packet may get lost even here. */
const batch = 50
const patience = 20

const loopback = { address: '127.0.0.1', netmask: '255.0.0.0', broadcast: '127.255.255.255' }

export const warmUp = async (options: DhcpOptions): Promise<void> => {
  const count = Math.min(options.plan.hosts.length, most)
  if (count === 0) return
  const stages = [await openStage(options, count, inOne), await openStage(options, count, inTwo)]
  for (let from = 0; from < count; from += batch) {
    for (const stage of stages) await stage?.rehearse(from, Math.min(from + batch, count))
  }
  for (const stage of stages) await stage?.close()
}

interface Stage {
  rehearse(from: number, to: number): Promise<void>
  close(): Promise<void>
}

/** What a stage is made of; its parts are there one after the other. */
interface Parts {
  plan: Plan
  socket?: UdpSocket
  answer?: UdpOptions['receive']
  heard: number
}

/** The functions that the answerer is given from outside. */
interface Outside {
  readonly gate: Gate
  readonly receive: UdpOptions['receive']
  readonly sender: () => UdpSocket | undefined
}

const woken: Journey = { ...begin('', 0), phase: { name: 'waking', packets: 1 } }

/** Written twice: of one text, those of both stages would be taken for the same, and the real ones for strangers. */
const inOne = (parts: Parts, random: Random): Outside => ({
  gate: createGate({ random, planNow: () => parts.plan, journeyOf: () => woken, tell: () => {} }),
  receive: (bytes, from) => {
    parts.heard += 1
    parts.answer?.(bytes, from)
  },
  sender: () => parts.socket,
})

const inTwo = (parts: Parts, random: Random): Outside => ({
  gate: createGate({ random, planNow: () => parts.plan, journeyOf: () => woken, tell: () => {} }),
  receive: (bytes, from) => {
    parts.heard += 1
    parts.answer?.(bytes, from)
  },
  sender: () => parts.socket,
})

const openStage = async (
  options: DhcpOptions,
  count: number,
  outside: typeof inOne,
): Promise<Stage | undefined> => {
  const { world } = options
  const parts: Parts = { plan: options.plan, heard: 0 }
  const { gate, receive, sender } = outside(parts, world.random)
  const opened = await world.network.udp({ address: loopback.address, port: 0, receive })
  if (!opened.ok) return undefined
  const socket = opened.value
  parts.plan = madeUp(options.plan, count, socket.port)
  parts.socket = socket
  const endpoint = { ...options.endpoint, ...loopback }
  const service = createDhcpService({ ...options, plan: parts.plan, gate, endpoint })
  parts.answer = receiver(service, sender)
  const self = { address: socket.address, port: socket.port }
  return {
    rehearse: async (from, to) => {
      parts.heard = 0
      for (let n = from; n < to; n++) socket.send(question(n), self)
      // Each is heard twice: the question, and its answer.
      for (let nap = 0; nap < patience && parts.heard < 2 * (to - from); nap++) await world.clock.sleep(0)
      // At once, as in calm times: what is kept for long is taken for what always is, and put where that belongs.
      service.telling.finish()
    },
    close: () => socket.close(),
  }
}

/** As many machines, on a network within loopback; whatever is answered to a relay comes back to the socket. */
const madeUp = (plan: Plan, count: number, port: number): Plan => {
  const ports = { ...plan.provision.ports, relay: port, client: port }
  const host = (real: Host, n: number): Host => ({
    ...real,
    macs: [macAt(Uint8Array.from(macBytes(n)), 0)],
    address: `127.1.${n >> 8}.${n & 255}`,
  })
  const hosts = plan.hosts.slice(0, count).map(host)
  return { ...plan, hosts, networks: [], provision: { ...plan.provision, ports } }
}

/** Through a relay, as all answers go back to it; some from machines without a UUID. */
const question = (n: number): Uint8Array => {
  const uuid = [0, ...macBytes(n), ...macBytes(n), 0, 0, 0, n & 255]
  return discoverPacket(n, macBytes(n), { relay: loopback.address, ...(n % 8 === 0 ? {} : { uuid }) })
}

/** Locally administered: nobody's. */
const macBytes = (n: number): readonly number[] => [2, 0, 0, 0, n >> 8, n & 255]
