/** What happens to a packet on port 67: who asks, is it for us, what do we answer, where does it go. */
import { decodeDhcp } from '../../protocol/dhcp/decode.ts'
import { destinationOf } from '../../protocol/dhcp/destination.ts'
import type { UdpOptions, UdpSocket } from '../../world.ts'
import { answerDhcp } from './answer.ts'
import type { DhcpService } from './service.ts'

export const receiver = (
  service: DhcpService,
  sender: () => Pick<UdpSocket, 'send'> | undefined,
): UdpOptions['receive'] => {
  const { ports } = service.plan.provision
  return service.safely(bytes => {
    const decoded = decodeDhcp(bytes)
    const socket = sender()
    if (!decoded.ok || decoded.packet.op !== 'request' || socket === undefined) return
    const { packet } = decoded
    const now = service.world.clock.now()
    const { outcome, reply } = answerDhcp(service, packet, now)
    const sent = reply && service.send(socket, reply, destinationOf(packet, reply, ports), now)
    service.telling.exchange({ received: bytes, packet, outcome, sent, port: ports.dhcp, now })
  })
}
