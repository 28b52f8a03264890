/** What the lab's firmware sends is what real firmware sent, byte by byte. */
import { describe, expect, it } from 'vitest'
import { decodePacket, encodePacket, type Packet } from '../../../../src/lab/simulated/dhcp-packet.ts'
import {
  type Draft,
  type Envelope,
  type Firmware,
  packetOf,
} from '../../../../src/lab/simulated/firmware/firmware.ts'
import { ipxeRom, snponly, undionly } from '../../../../src/lab/simulated/firmware/ipxe.ts'
import { uefiHttp, uefiPxe } from '../../../../src/lab/simulated/firmware/pxe.ts'
import { dhcpIn } from '../../../captures/pcap.ts'

const identity = { mac: '52:54:00:77:00:01', uuid: '12345678-9abc-def0-1122-334455667701' }

/** udhcpc of the booted system asks too: it is no firmware. */
const sentByFirmware = (capture: string): readonly Buffer[] =>
  dhcpIn(capture)
    .map(({ payload }) => Buffer.from(payload))
    .filter(bytes => bytes[0] === 1 && /(PXE|HTTP)Client/.test(bytes.toString('latin1')))

const sent = (capture: string, firmware: Firmware): readonly Buffer[] =>
  sentByFirmware(capture).filter(bytes => bytes.includes(firmware.vendor))

/** Which message it is, and what it took from the answers before it. */
const drafted = (firmware: Firmware, packet: Packet): Buffer => {
  const option = (code: number) => packet.options.find(([own]) => own === code)?.[1].join('.') ?? '0.0.0.0'
  const chosen = { server: option(54), address: option(50) }
  const { xid, secs, ciaddr } = packet
  const envelope: Envelope = { xid, secs, ciaddr, chosen }
  return encodePacket(packetOf(draftFor(firmware, packet), identity, envelope), firmware.least)
}

const draftFor = (firmware: Firmware, packet: Packet): Draft => {
  if (packet.options[0]?.[1][0] === 1) return firmware.discover
  return packet.ciaddr === '0.0.0.0' ? firmware.request : firmware.bootServer
}

describe('the same bytes as in the capture', () => {
  it.each([
    ['a1-bios-virtio-rom-full', ipxeRom, 3],
    ['a3-bios-virtio-rom-proxy', ipxeRom, 2],
    ['x1-bios-virtio-rom-proxy-siaddr0-FAILS', ipxeRom, 6],
    ['c1-uefi-virtio-pxe4-snponly-full', uefiPxe, 2],
    ['c1-uefi-virtio-pxe4-snponly-full', snponly, 3],
    ['c3-uefi-virtio-pxe4-snponly-proxy', uefiPxe, 3],
    ['c3-uefi-virtio-pxe4-snponly-proxy', snponly, 2],
    ['d1-uefi-httpboot4-snponly-full', uefiHttp, 2],
    ['d1-uefi-httpboot4-snponly-full', snponly, 3],
  ])('%s, %o', (capture, firmware, count) => {
    const packets = sent(capture, firmware)
    expect(packets).toHaveLength(count)
    for (const bytes of packets) {
      const packet = decodePacket(bytes)
      expect(packet).toBeDefined()
      if (packet !== undefined) expect(drafted(firmware, packet).toString('hex')).toBe(bytes.toString('hex'))
    }
  })

  it('b1: the ROM first, then undionly, which asks to be answered by broadcast', () => {
    const packets = sentByFirmware('b1-bios-rom-chain-undionly-full')
    expect(packets).toHaveLength(6)
    packets.forEach((bytes, n) => {
      const packet = decodePacket(bytes)
      if (packet === undefined) throw new Error('not a packet')
      expect(drafted(n < 3 ? ipxeRom : undionly, packet).toString('hex')).toBe(bytes.toString('hex'))
    })
  })
})

it('reads replies back as they were written', () => {
  for (const capture of ['a1-bios-virtio-rom-full', 'c3-uefi-virtio-pxe4-snponly-proxy'])
    for (const { payload } of dhcpIn(capture)) {
      const packet = decodePacket(Buffer.from(payload))
      if (packet === undefined) throw new Error('not a packet')
      expect(decodePacket(encodePacket(packet, payload.length))).toEqual(packet)
    }
})
