/** What both sockets share: the answerer, and how an outcome is sent and told. */
import { bug } from '../../errors.ts'
import { cannotSend } from '../../faults/dhcp.ts'
import type { Endpoint, Gate } from '../../gate.ts'
import type { Plan } from '../../plan.ts'
import type { DhcpReply } from '../../protocol/dhcp/packet.ts'
import { hereAt } from '../../protocol/dhcp/reply.ts'
import type { Peer, UdpOptions, UdpSocket, World } from '../../world.ts'
import { createAddressServer } from './addresses.ts'
import type { Answering } from './answer.ts'
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
  send(socket: Pick<UdpSocket, 'send'>, reply: DhcpReply, to: Peer, now: number): Uint8Array
  /** A packet that trips over a bug of ours costs its own answer, not the server. */
  safely(receive: UdpOptions['receive']): UdpOptions['receive']
}

export const createDhcpService = (options: DhcpOptions): DhcpService => {
  const { world, plan, gate, endpoint } = options
  const proxy = plan.provision.dhcp.mode === 'proxy'
  const telling = createTelling({ gate, endpoint, proxy, clock: world.clock })
  const failed = (reason: string): void =>
    telling.warn(cannotSend(plan.provision.ports.dhcp, reason), world.clock.now())
  const asks = everySoOften()
  return {
    ...options,
    telling,
    here: hereAt(endpoint),
    addresses: proxy ? null : createAddressServer(plan, endpoint),
    send: (socket, reply, to, now) => {
      const bytes = world.network.formatDhcp(reply)
      socket.send(bytes, to, asks(now) ? failed : undefined)
      return bytes
    },
    safely: receive => (bytes, from) => {
      try {
        receive(bytes, from)
      } catch (error) {
        telling.warn(bug(error, 'DHCP'), world.clock.now())
      }
    },
  }
}

/**
 * To hear what became of a send costs a callback and a tick, an eighth of an answer. What the kernel refuses it
 * refuses for longer than this, so in a rush it is asked of some.
 */
const everySoOften = (): ((now: number) => boolean) => {
  let next = Number.NEGATIVE_INFINITY
  return now => {
    if (now < next) return false
    next = now + 5
    return true
  }
}
