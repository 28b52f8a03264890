/** The question a machine asks when it wants to boot, asked by ourselves to learn who else answers here. */
import { option } from './codes.ts'

const cookie = [0x63, 0x82, 0x53, 0x63]
const discover = 1
const vendorClass = new TextEncoder().encode('PXEClient:Arch:00007:UNDI:003000')

/** Answers are asked to be broadcast: the address they would offer is not ours. */
export const discoverPacket = (xid: number, mac: readonly number[]): Uint8Array => {
  const packet = new Uint8Array(300)
  const view = new DataView(packet.buffer)
  packet.set([1, 1, 6, 0])
  view.setUint32(4, xid)
  view.setUint16(10, 0x8000)
  packet.set(mac, 28)
  packet.set(
    [
      ...cookie,
      ...[option.message, 1, discover],
      ...[option.vendorClass, vendorClass.length, ...vendorClass],
      ...[option.arch, 2, 0, 7],
      option.end,
    ],
    236,
  )
  return packet
}
