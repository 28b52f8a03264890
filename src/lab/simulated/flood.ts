/** A machine gone mad: garbage to every port, and a storm of DISCOVERs from cards that do not exist. */
import { randomBytes, randomInt } from 'node:crypto'
import { openDatagrams } from './datagrams.ts'
import { encodePacket } from './dhcp-packet.ts'
import { packetOf } from './firmware/firmware.ts'
import { uefiPxe } from './firmware/pxe.ts'
import type { Uptime } from './uptime.ts'

const rounds = 500

export const flood = async (uptime: Uptime): Promise<void> => {
  const { relay, ports, server } = uptime.rack
  const socket = await openDatagrams({ address: uptime.spec.address, receive: () => undefined })
  for (let round = 0; round < rounds && !uptime.signal.aborted; round++) {
    relay.raw(randomBytes(randomInt(600)))
    relay.raw(discoverFromNobody(relay.address))
    socket.send(randomBytes(randomInt(600)), server, ports.tftp)
    socket.send(randomBytes(randomInt(600)), server, ports.proxy)
    // A burst, not a spin: its neighbours live in the same process.
    if (round % 50 === 0) await uptime.rest(0.05)
  }
  socket.close()
}

const discoverFromNobody = (giaddr: string): Buffer => {
  const mac = `02${randomBytes(5).toString('hex').replace(/../g, ':$&')}`
  const identity = { mac, uuid: '00000000-0000-0000-0000-000000000000' }
  const packet = packetOf(uefiPxe.discover, identity, { xid: randomInt(2 ** 32), secs: 0 })
  return encodePacket({ ...packet, hops: 1, giaddr })
}
