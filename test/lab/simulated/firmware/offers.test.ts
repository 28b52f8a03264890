/** What firmware makes of offers: the captures' own answers, and the forms that are known to fail. */
import { describe, expect, it } from 'vitest'
import { decodePacket, type Option, type Packet } from '../../../../src/lab/simulated/dhcp-packet.ts'
import { ipxeRom } from '../../../../src/lab/simulated/firmware/ipxe.ts'
import {
  isComplete,
  noOffers,
  programIn,
  suffices,
  withOffer,
} from '../../../../src/lab/simulated/firmware/offers.ts'
import { uefiHttp, uefiPxe } from '../../../../src/lab/simulated/firmware/pxe.ts'
import { dhcpIn } from '../../../captures/pcap.ts'

const replies = (capture: string): readonly Packet[] =>
  dhcpIn(capture).flatMap(({ payload }) => {
    const packet = decodePacket(Buffer.from(payload))
    return packet?.op === 'reply' ? [packet] : []
  })

const [proxyOffer, addressOffer, ack] = replies('a3-bios-virtio-rom-proxy') as [Packet, Packet, Packet]
const offers = [proxyOffer, addressOffer].reduce(withOffer, noOffers)

const text = (value: string): Uint8Array => Buffer.from(value)
const proxyWith = (options: readonly Option[], change: Partial<Packet> = {}): Packet => ({
  ...proxyOffer,
  ...change,
  options: [[60, text('PXEClient')], ...options],
})
const withProxy = (proxy: Packet) => [proxy, addressOffer].reduce(withOffer, noOffers)

describe('iPXE', () => {
  it('goes on as soon as it has an address and a proxy', () => {
    expect(isComplete(ipxeRom, offers)).toBe(true)
    expect(isComplete(ipxeRom, { address: addressOffer, proxy: undefined })).toBe(false)
  })
  it('waits two seconds for a proxy when it has an address', () => {
    const lonely = { address: addressOffer, proxy: undefined }
    expect(suffices(ipxeRom, lonely, 1)).toBe(false)
    expect(suffices(ipxeRom, lonely, 3)).toBe(true)
  })
  it('does not wait when the address server says that there is no proxy', () => {
    const hurried = { ...addressOffer, options: [[175, Buffer.from([0xb0, 1, 1])] as const] }
    expect(isComplete(ipxeRom, { address: hurried, proxy: undefined })).toBe(true)
  })
  it('boots what the proxy names', () => {
    const file = 'http://10.77.0.1/boot.ipxe'
    expect(programIn(ipxeRom, offers, ack)).toEqual({ from: 'offer', server: '10.77.0.1', file })
  })
  it('without siaddr it asks port 4011, as the capture that fails shows', () => {
    const [failing] = replies('x1-bios-virtio-rom-proxy-siaddr0-FAILS') as [Packet]
    expect(programIn(ipxeRom, withProxy(failing), ack)).toEqual({ from: 'bootServer', server: '10.77.0.1' })
  })
})

describe('UEFI PXE', () => {
  it('asks the boot server when option 43 does not say otherwise', () => {
    const proxy = proxyWith([], { file: 'snponly.efi' })
    expect(programIn(uefiPxe, withProxy(proxy), ack)).toEqual({ from: 'bootServer', server: '10.77.0.1' })
  })
  it('takes the file from the offer when discovery control says so', () => {
    const proxy = proxyWith([[43, Buffer.from([6, 1, 8, 255])]], { file: 'snponly.efi' })
    const program = { from: 'offer', server: '10.77.0.1', file: 'snponly.efi' }
    expect(programIn(uefiPxe, withProxy(proxy), ack)).toEqual(program)
  })
  it('prefers boot data of the address server itself', () => {
    const [offer, acknowledged] = replies('c1-uefi-virtio-pxe4-snponly-full') as [Packet, Packet]
    const both = [proxyWith([], { file: 'other.efi' }), offer].reduce(withOffer, noOffers)
    const program = { from: 'offer', server: '10.77.0.1', file: 'snponly.efi' }
    expect(programIn(uefiPxe, both, acknowledged)).toEqual(program)
  })
  it('an address alone is not enough', () =>
    expect(suffices(uefiPxe, { address: addressOffer, proxy: undefined }, 60)).toBe(false))
})

it('UEFI HTTP boot ignores what is meant for PXE clients', () => {
  expect(suffices(uefiHttp, offers, 60)).toBe(false)
  expect(programIn(uefiHttp, offers, ack)).toEqual({ from: 'nowhere' })
})
