/** A UEFI machine's DISCOVER as captured, as a relay would pass it on for any machine of the bench's site. */
import { dhcpIn } from '../../test/captures/pcap.ts'
import { macOf } from '../harness/site.ts'

export const discoverFor = (n: number, xid: number, relay: string): Buffer => {
  const [first] = dhcpIn('c1-uefi-virtio-pxe4-snponly-full')
  if (first === undefined) throw new Error('the capture begins with no DISCOVER')
  const packet = Buffer.from(first.payload)
  packet[3] = 1
  packet.writeUInt32BE(xid, 4)
  Buffer.from(relay.split('.').map(Number)).copy(packet, 24)
  Buffer.from(macOf(n).replaceAll(':', ''), 'hex').copy(packet, 28)
  return packet
}
