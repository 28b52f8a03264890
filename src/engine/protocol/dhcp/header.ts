/** The fixed part of a reply, up to the options: what `decode.ts` reads, written. RFC 2131, 2. */
import type { DhcpReply } from './packet.ts'

/** Op 2, hardware type 1 (Ethernet), 6 bytes of address, no hops. */
const bootReply = 0x02010600
const magicCookie = 0x63825363

/** Where the options begin. */
export const optionsAt = 240

/** Into bytes that are zero: what is not said stays so. */
export const writeHeader = (bytes: Uint8Array, reply: DhcpReply): void => {
  writeUint32(bytes, 0, bootReply)
  writeUint32(bytes, 4, reply.xid)
  writeUint32(bytes, 8, reply.secs * 65_536 + reply.flags)
  writeUint32(bytes, 12, reply.ciaddr)
  writeUint32(bytes, 16, reply.yiaddr)
  writeUint32(bytes, 20, reply.siaddr)
  writeUint32(bytes, 24, reply.giaddr)
  writeMac(bytes, 28, reply.mac)
  writeText(bytes, 108, reply.file)
  writeUint32(bytes, 236, magicCookie)
}

const writeUint32 = (bytes: Uint8Array, at: number, value: number): void => {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

const writeMac = (bytes: Uint8Array, at: number, mac: string): void => {
  for (let i = 0; i < 6; i++) bytes[at + i] = digitAt(mac, i * 3) * 16 + digitAt(mac, i * 3 + 1)
}

const digitAt = (mac: string, at: number): number => {
  const code = mac.charCodeAt(at)
  return code < 58 ? code - 48 : (code & 15) + 9
}

const writeText = (bytes: Uint8Array, at: number, text: string): void => {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 32 || code > 126) throw new RangeError('a DHCP boot file that is not printable ASCII')
    bytes[at + i] = code
  }
}
