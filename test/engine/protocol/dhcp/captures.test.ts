/** Every packet that real firmware sent in our captures: read as it is, and answered as that firmware needs. */
import { describe, expect, test } from 'vitest'
import { createDhcpFormat } from '../../../../src/engine/node/dhcp-format.ts'
import { formatIpv4 } from '../../../../src/engine/protocol/address.ts'
import { decodeDhcp } from '../../../../src/engine/protocol/dhcp/decode.ts'
import { describePacket } from '../../../../src/engine/protocol/dhcp/describe.ts'
import { readRequest } from '../../../../src/engine/protocol/dhcp/read-request.ts'
import { bootReply, hereAt } from '../../../../src/engine/protocol/dhcp/reply.ts'
import { expectGolden } from '../../../captures/golden.ts'
import { captures, type Datagram, dhcpIn } from '../../../captures/pcap.ts'

const here = hereAt({ address: '10.77.0.1', url: 'http://10.77.0.1' })
const format = createDhcpFormat()

const described = (bytes: Uint8Array): readonly string[] => {
  const decoded = decodeDhcp(bytes)
  return decoded.ok ? describePacket(decoded.packet) : [decoded.why]
}

/** As a proxy: DISCOVER on 67, everything on 4011. */
const answerTo = ({ to, payload }: Datagram): Uint8Array | undefined => {
  const decoded = decodeDhcp(payload)
  if (!decoded.ok) return undefined
  const { packet } = decoded
  const read = readRequest(packet)
  if (!read.ok || (to.port === 67 && read.request.message !== 'discover')) return undefined
  const answer = bootReply({ packet, request: read.request, here, form: 'auto', bootFile: null, grant: null })
  return answer.ok ? format(answer.reply) : undefined
}

const story = (datagram: Datagram): readonly string[] => {
  const answer = answerTo(datagram)
  const { from, to, payload } = datagram
  return [
    `${from.address}:${from.port} > ${to.address}:${to.port}`,
    ...described(payload),
    ...(answer === undefined ? [] : ['our answer:', ...described(answer)]),
    '',
  ]
}

describe('every capture', () => {
  test.each(captures)('%s', name => {
    const datagrams = dhcpIn(name)
    expect(datagrams.length).toBeGreaterThanOrEqual(9)
    expectGolden(name, datagrams.flatMap(story).join('\n'))
  })
})

/** The first DISCOVER of a capture whose facts match. */
const asked = (name: (typeof captures)[number], stage: 'firmware' | 'ipxe', port = 67): Datagram => {
  const found = dhcpIn(name).find(({ to, payload }) => {
    const decoded = decodeDhcp(payload)
    const read = decoded.ok ? readRequest(decoded.packet) : undefined
    return to.port === port && read?.ok && read.request.stage === stage
  })
  if (found === undefined) throw new Error(`${name} has no such packet`)
  return found
}

const answered = (datagram: Datagram) => {
  const answer = answerTo(datagram)
  const decoded = answer === undefined ? undefined : decodeDhcp(answer)
  if (!decoded?.ok) throw new Error('no answer')
  const { siaddr, file, yiaddr, options } = decoded.packet
  const text = (code: number) => Buffer.from(options.get(code) ?? []).toString('latin1')
  const vendor = options.get(43) === undefined ? undefined : [...(options.get(43) ?? [])]
  return {
    siaddr: formatIpv4(siaddr),
    yiaddr: formatIpv4(yiaddr),
    file,
    class: text(60),
    vendor,
    message: options.get(53)?.[0],
  }
}

const own = '52-54-00-77-00-01'
const skipDiscovery = [6, 1, 8, 255]

describe('the answer each firmware needs', () => {
  test.each([
    'a1-bios-virtio-rom-full',
    'a3-bios-virtio-rom-proxy',
    'b1-bios-rom-chain-undionly-full',
    'x1-bios-virtio-rom-proxy-siaddr0-FAILS',
  ] as const)('iPXE on BIOS (%s): script URL, siaddr, no discovery', name => {
    expect(answered(asked(name, 'ipxe'))).toEqual({
      siaddr: '10.77.0.1',
      yiaddr: '0.0.0.0',
      file: `http://10.77.0.1/boot/${own}/boot.ipxe`,
      class: 'PXEClient',
      vendor: skipDiscovery,
      message: 2,
    })
  })

  test.each(['c1-uefi-virtio-pxe4-snponly-full', 'c3-uefi-virtio-pxe4-snponly-proxy'] as const)(
    'UEFI PXE (%s): no option 43',
    name => {
      expect(answered(asked(name, 'firmware'))).toEqual({
        siaddr: '10.77.0.1',
        yiaddr: '0.0.0.0',
        file: `${own}/snponly.efi`,
        class: 'PXEClient',
        vendor: undefined,
        message: 2,
      })
    },
  )

  test('UEFI PXE on 4011: an ACK', () => {
    const answer = answered(asked('c3-uefi-virtio-pxe4-snponly-proxy', 'firmware', 4011))
    expect(answer).toMatchObject({
      message: 5,
      file: `${own}/snponly.efi`,
      class: 'PXEClient',
      vendor: undefined,
    })
  })

  test('iPXE on 4011, where it went because an offer had no siaddr: an ACK with the script', () => {
    const answer = answered(asked('x1-bios-virtio-rom-proxy-siaddr0-FAILS', 'ipxe', 4011))
    expect(answer).toMatchObject({
      message: 5,
      siaddr: '10.77.0.1',
      file: `http://10.77.0.1/boot/${own}/boot.ipxe`,
    })
  })

  test('UEFI HTTP boot: an absolute URL that ends in .efi, and its own class', () => {
    expect(answered(asked('d1-uefi-httpboot4-snponly-full', 'firmware'))).toEqual({
      siaddr: '10.77.0.1',
      yiaddr: '0.0.0.0',
      file: `http://10.77.0.1/boot/${own}/snponly.efi`,
      class: 'HTTPClient',
      vendor: undefined,
      message: 2,
    })
  })

  test('iPXE on UEFI: script URL, no discovery', () => {
    const answer = answered(asked('d1-uefi-httpboot4-snponly-full', 'ipxe'))
    expect(answer).toMatchObject({ file: `http://10.77.0.1/boot/${own}/boot.ipxe`, vendor: skipDiscovery })
  })
})
