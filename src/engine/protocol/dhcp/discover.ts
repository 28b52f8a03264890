/**
 * The question a machine asks when it wants to boot, asked by ourselves: to learn who else answers here, and to
 * rehearse.
 */
import { ipv4Bytes } from '../address.ts'
import { ascii } from '../bytes.ts'
import { option } from './codes.ts'

const cookie = [0x63, 0x82, 0x53, 0x63]
const discover = 1
const vendorClass = ascii('PXEClient:Arch:00007:UNDI:003000')

export interface Discover {
  readonly relay?: string
  readonly uuid?: readonly number[]
}

/** Answers are asked to be broadcast: the address they would offer is not ours. */
export const discoverPacket = (
  xid: number,
  mac: readonly number[],
  { relay, uuid }: Discover = {},
): Uint8Array => {
  const packet = new Uint8Array(320)
  const view = new DataView(packet.buffer)
  packet.set([1, 1, 6, 0])
  view.setUint32(4, xid)
  view.setUint16(10, 0x8000)
  if (relay !== undefined) packet.set(ipv4Bytes(relay), 24)
  packet.set(mac, 28)
  packet.set(
    [
      ...cookie,
      ...[option.message, 1, discover],
      ...(uuid === undefined ? [] : [option.uuid, uuid.length, ...uuid]),
      ...[option.arch, 2, 0, 7],
      ...[option.vendorClass, vendorClass.length, ...vendorClass],
      option.end,
    ],
    236,
  )
  return packet
}
