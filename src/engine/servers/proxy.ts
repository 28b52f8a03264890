/**
 * UDP 4011, the PXE boot server: machines that took an address elsewhere ask here for their boot program. UEFI
 * comes from port 4011 and accepts only what comes back to it from there; iPXE and BIOS come from port 68.
 */
import type { Result } from '../errors.ts'
import { isLoopback } from '../protocol/address.ts'
import { decodeDhcp } from '../protocol/dhcp/decode.ts'
import type { UdpSocket } from '../world.ts'
import { answerProxy } from './dhcp/answer.ts'
import type { DhcpService } from './dhcp/service.ts'

export const listenProxy = async (service: DhcpService): Promise<Result<UdpSocket>> => {
  const { proxy: port } = service.plan.provision.ports
  let socket: UdpSocket | undefined
  const receive = service.safely((bytes, from) => {
    const decoded = decodeDhcp(bytes)
    if (!decoded.ok || decoded.packet.op !== 'request' || socket === undefined) return
    const { packet } = decoded
    const now = service.world.clock.now()
    const { outcome, reply } = answerProxy(service, packet)
    const sent = reply && service.send(socket, reply, from, now)
    service.telling.exchange({ received: bytes, packet, outcome, sent, port, now })
  })
  const { address } = service.endpoint
  const reuse = !isLoopback(address)
  const opened = await service.world.network.udp({ address, port, reuse, receive })
  if (opened.ok) socket = opened.value
  return opened
}
