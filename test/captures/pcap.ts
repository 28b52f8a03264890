/** Reads the UDP datagrams out of a classic little-endian Ethernet pcap: all our captures are one. */
import { readFileSync } from 'node:fs'

export interface Datagram {
  readonly from: { readonly address: string; readonly port: number }
  readonly to: { readonly address: string; readonly port: number }
  readonly payload: Uint8Array
}

export const captures = [
  'a1-bios-virtio-rom-full',
  'a3-bios-virtio-rom-proxy',
  'b1-bios-rom-chain-undionly-full',
  'c1-uefi-virtio-pxe4-snponly-full',
  'c3-uefi-virtio-pxe4-snponly-proxy',
  'd1-uefi-httpboot4-snponly-full',
  'x1-bios-virtio-rom-proxy-siaddr0-FAILS',
] as const

export const readCapture = (name: string): readonly Datagram[] =>
  frames(readFileSync(new URL(`./${name}.pcap`, import.meta.url))).flatMap(datagram)

/** The datagrams of DHCP: ports 67, 68 and 4011. */
export const dhcpIn = (name: string): readonly Datagram[] =>
  readCapture(name).filter(({ from, to }) =>
    [67, 68, 4011].some(port => port === from.port || port === to.port),
  )

function* framesOf(file: Buffer): Generator<Buffer> {
  for (let at = 24; at < file.length; at += 16 + file.readUInt32LE(at + 8)) {
    yield file.subarray(at + 16, at + 16 + file.readUInt32LE(at + 8))
  }
}

const frames = (file: Buffer): readonly Buffer[] => {
  if (file.readUInt32LE(0) !== 0xa1b2c3d4 || file.readUInt32LE(20) !== 1) throw new Error('not such a pcap')
  return [...framesOf(file)]
}

const datagram = (frame: Buffer): readonly Datagram[] => {
  const ip = frame.subarray(14)
  if (frame.readUInt16BE(12) !== 0x0800 || ip[9] !== 17) return []
  const udp = ip.subarray((ip.readUInt8(0) & 15) * 4)
  return [
    {
      from: { address: ip.subarray(12, 16).join('.'), port: udp.readUInt16BE(0) },
      to: { address: ip.subarray(16, 20).join('.'), port: udp.readUInt16BE(2) },
      payload: udp.subarray(8, udp.readUInt16BE(4)),
    },
  ]
}
