/** UDP 67: its sockets. What comes of a packet is said in dhcp/receive.ts; 4011 stands beside it, in proxy.ts. */
import { fail, type Result, succeed } from '../errors.ts'
import { smallReceiveBuffer } from '../faults/dhcp.ts'
import type { Serving } from '../gate.ts'
import { isLoopback } from '../protocol/address.ts'
import type { UdpOptions, UdpSocket } from '../world.ts'
import { receiver } from './dhcp/receive.ts'
import { createDhcpService, type DhcpOptions, type DhcpService } from './dhcp/service.ts'
import { warmUp } from './dhcp/warm-up.ts'
import { listenProxy } from './proxy.ts'

/** A rack that is switched on asks all at once; what does not fit here is lost without a trace. */
const receiveBuffer = 4 * 1024 * 1024

export const serveDhcp = async (options: DhcpOptions): Promise<Result<Serving>> => {
  await warmUp(options)
  const service = createDhcpService(options)
  const opened: UdpSocket[] = []
  for (const open of [...listeners(service), () => listenProxy(service)]) {
    const socket = await open()
    if (!socket.ok) {
      await closeAll(opened)
      return fail(socket.fault)
    }
    opened.push(socket.value)
  }
  warnAboutBuffer(service, opened[0])
  return succeed({
    sockets: opened.map(({ address, port }) => `UDP ${address}:${port}`),
    close: async () => {
      await closeAll(opened)
      service.telling.finish()
    },
  })
}

const closeAll = async (sockets: readonly UdpSocket[]): Promise<void> => {
  await Promise.all(sockets.map(socket => socket.close()))
}

/**
 * Two sockets on one port. Broadcasts arrive on the wildcard one; but what it sends to 255.255.255.255 leaves by
 * the default route's interface, while the one bound to our address sends it out of the right interface. So the
 * bound one sends everything. Loopback has no broadcast: there one socket does.
 */
const listeners = (service: DhcpService): readonly (() => Promise<Result<UdpSocket>>)[] => {
  const { address } = service.endpoint
  let sender: UdpSocket | undefined
  const receive = receiver(service, () => sender)
  const bound = async (): Promise<Result<UdpSocket>> => {
    const socket = await listen(service, address, receive)
    if (socket.ok) sender = socket.value
    return socket
  }
  return isLoopback(address) ? [bound] : [bound, () => listen(service, '0.0.0.0', receive)]
}

const listen = (
  { world, plan, endpoint }: DhcpService,
  address: string,
  receive: UdpOptions['receive'],
): Promise<Result<UdpSocket>> => {
  const { dhcp: port } = plan.provision.ports
  const reuse = !isLoopback(endpoint.address)
  return world.network.udp({ address, port, broadcast: true, reuse, receiveBuffer, receive })
}

const warnAboutBuffer = ({ telling, world, plan }: DhcpService, socket: UdpSocket | undefined): void => {
  if (socket === undefined || socket.receiveBuffer >= receiveBuffer) return
  const fault = smallReceiveBuffer(plan.provision.ports.dhcp, socket.receiveBuffer, receiveBuffer)
  telling.warn(fault, world.clock.now())
}
