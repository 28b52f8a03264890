/** What firmware makes of the offers it got: who gives the address, and where the boot program is. */
import { addressOf, nowhere, optionOf, type Packet, textOf } from '../dhcp-packet.ts'
import type { Firmware } from './firmware.ts'

export interface Offers {
  readonly address: Packet | undefined
  readonly proxy: Packet | undefined
}

export const noOffers: Offers = { address: undefined, proxy: undefined }

/** The first of each kind is kept, as EDK2 and iPXE do. */
export const withOffer = (offers: Offers, packet: Packet): Offers => {
  if (packet.yiaddr !== nowhere) return { ...offers, address: offers.address ?? packet }
  return isProxy(packet) ? { ...offers, proxy: offers.proxy ?? packet } : offers
}

const isProxy = (packet: Packet): boolean => /^(PXE|HTTP)Client/.test(textOf(packet, 60))

/** Nothing can come that changes the choice: iPXE goes on at once, the others wait their time out anyway. */
export const isComplete = (firmware: Firmware, { address, proxy }: Offers): boolean =>
  firmware.family === 'ipxe' && address !== undefined && (proxy !== undefined || skipsProxy(address))

/** Option 175.176: "no proxy will come", which only an address server of iPXE's acquaintance says. */
const skipsProxy = (packet: Packet): boolean => {
  const encapsulated = optionOf(packet, 175) ?? Buffer.of()
  return subOption(encapsulated, 0xb0)?.[0] === 1
}

const ipxeProxyPatience = 2

/** At the end of a wait: is this enough to go on with? */
export const suffices = (firmware: Firmware, { address, proxy }: Offers, elapsed: number): boolean => {
  if (address === undefined) return false
  if (firmware.family === 'ipxe') return proxy !== undefined || elapsed >= ipxeProxyPatience
  return usable(firmware, proxy) || (usable(firmware, address) && fileOf(address) !== '')
}

/** HTTP boot takes answers to HTTP clients only; PXE takes an address server's file without further words. */
const usable = (firmware: Firmware, packet: Packet | undefined): packet is Packet =>
  packet !== undefined && (firmware.family !== 'http' || textOf(packet, 60) === 'HTTPClient')

export type Program =
  | { readonly from: 'offer'; readonly server: string; readonly file: string }
  | { readonly from: 'bootServer'; readonly server: string }
  | { readonly from: 'nowhere' }

/** `ack` is the address server's last word; its boot data counts when no proxy has any. */
export const programIn = (firmware: Firmware, offers: Offers, ack: Packet): Program => {
  const { address, proxy } = offers
  if (
    firmware.family !== 'ipxe' &&
    address !== undefined &&
    fileOf(address) !== '' &&
    usable(firmware, address)
  )
    return { from: 'offer', server: serverOf(ack), file: fileOf(ack) || fileOf(address) }
  if (proxy !== undefined && usable(firmware, proxy)) return programInProxy(firmware, proxy)
  return fileOf(ack) === ''
    ? { from: 'nowhere' }
    : { from: 'offer', server: serverOf(ack), file: fileOf(ack) }
}

/** iPXE wants both a server and a file, even when the file is a URL; PXE wants option 43's word for it. */
const programInProxy = (firmware: Firmware, proxy: Packet): Program => {
  const named = proxy.siaddr !== nowhere && fileOf(proxy) !== ''
  const direct = firmware.family === 'pxe' ? named && skipsBootServer(proxy) : named
  if (direct) return { from: 'offer', server: proxy.siaddr, file: fileOf(proxy) }
  return { from: 'bootServer', server: proxy.siaddr !== nowhere ? proxy.siaddr : serverOf(proxy) }
}

/** PXE_DISCOVERY_CONTROL (43.6), bit 3: take the file from the offer and ask nobody else. */
const skipsBootServer = (packet: Packet): boolean =>
  ((subOption(optionOf(packet, 43) ?? Buffer.of(), 6)?.[0] ?? 0) & 8) !== 0

const subOption = (bytes: Buffer, wanted: number): Buffer | undefined => {
  for (let at = 0; at + 1 < bytes.length && bytes[at] !== 255; at += 2 + bytes.readUInt8(at + 1))
    if (bytes[at] === wanted) return bytes.subarray(at + 2, at + 2 + bytes.readUInt8(at + 1))
  return undefined
}

export const fileOf = (packet: Packet): string => packet.file || textOf(packet, 67)

export const serverOf = (packet: Packet): string =>
  packet.siaddr !== nowhere ? packet.siaddr : (addressOf(packet, 54) ?? nowhere)
