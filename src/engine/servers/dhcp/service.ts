/** What both sockets share: the answerer, and how an outcome is sent and told. */
import { bug } from '../../errors.ts'
import { cannotSend } from '../../faults/dhcp.ts'
import type { Endpoint, Gate } from '../../gate.ts'
import type { Plan } from '../../plan.ts'
import type { DhcpPacket, DhcpReply } from '../../protocol/dhcp/packet.ts'
import type { Peer, UdpOptions, UdpSocket, World } from '../../world.ts'
import { createAddressServer } from './addresses.ts'
import type { Answering, Outcome } from './answer.ts'
import { createTelling, type Telling } from './telling.ts'

export interface DhcpOptions {
  readonly world: World
  readonly plan: Plan
  readonly gate: Gate
  readonly endpoint: Endpoint
}

export interface DhcpService extends DhcpOptions, Answering {
  readonly telling: Telling
  /** The bytes that went out. */
  send(socket: UdpSocket, reply: DhcpReply, to: Peer): Uint8Array
  tell(packet: DhcpPacket, outcome: Outcome, sent: Uint8Array | null, port: number): void
  /** A packet that trips over a bug of ours costs its own answer, not the server. */
  safely(receive: UdpOptions['receive']): UdpOptions['receive']
}

export const createDhcpService = (options: DhcpOptions): DhcpService => {
  const { world, plan, gate, endpoint } = options
  const proxy = plan.provision.dhcp.mode === 'proxy'
  const telling = createTelling({ gate, endpoint, proxy, clock: world.clock })
  const failed = (reason: string): void =>
    telling.warn(cannotSend(plan.provision.ports.dhcp, reason), world.clock.now())
  return {
    ...options,
    telling,
    addresses: proxy ? null : createAddressServer(plan, endpoint),
    send: (socket, reply, to) => {
      const bytes = world.network.formatDhcp(reply)
      socket.send(bytes, to, failed)
      return bytes
    },
    tell: (packet, outcome, sent, port) =>
      telling.exchange({ packet, outcome, sent, port, now: world.clock.now() }),
    safely: receive => (bytes, from) => {
      try {
        receive(bytes, from)
      } catch (error) {
        telling.warn(bug(error, 'DHCP'), world.clock.now())
      }
    },
  }
}
