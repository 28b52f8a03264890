import { describe, expect, test } from 'vitest'
import { decodeDhcp, textOf } from '../../../../src/engine/protocol/dhcp/decode.ts'
import type { OfferForm } from '../../../../src/engine/protocol/dhcp/forms.ts'
import { type Grant, leaseOptions, networkOptions } from '../../../../src/engine/protocol/dhcp/grant.ts'
import type { DhcpPacket, DhcpReply } from '../../../../src/engine/protocol/dhcp/packet.ts'
import { readRequest } from '../../../../src/engine/protocol/dhcp/read-request.ts'
import {
  addressReply,
  type BootReply,
  bootReply,
  hereAt,
  nakReply,
} from '../../../../src/engine/protocol/dhcp/reply.ts'
import { bootPacket, bytesOf, type Fields, ip, optionsOf, uuidOption } from './packets.ts'

const here = hereAt({ address: '10.0.0.1', url: 'http://10.0.0.1' })
const own = '52-54-00-77-00-01'

const network = {
  netmask: '255.255.255.0',
  broadcast: '10.0.0.255',
  gateway: '10.0.0.254',
  dns: ['10.0.0.53', '10.0.0.54'],
  domain: 'rack1.example',
  mtu: 9000,
}
const granted: Grant = {
  address: ip('10.0.0.11'),
  options: [...networkOptions(network), ...leaseOptions(3600)],
  name: 'node1',
}

const packetOf = (bytes: Uint8Array): DhcpPacket => {
  const decoded = decodeDhcp(bytes)
  if (!decoded.ok) throw new Error(decoded.why)
  return decoded.packet
}

interface Asked {
  readonly client: keyof typeof clients
  readonly form?: OfferForm
  readonly grant?: Grant | null
  readonly bootFile?: string | null
  readonly kind?: 'discover' | 'request'
  readonly more?: Fields
}

const clients = {
  bios: ['PXEClient:Arch:00000:UNDI:002001', [[93, [0, 0]]]],
  uefi: ['PXEClient:Arch:00007:UNDI:003016', [[93, [0, 7]]]],
  arm64: ['PXEClient:Arch:00011:UNDI:003000', [[93, [0, 11]]]],
  ia32: ['PXEClient:Arch:00006:UNDI:003000', [[93, [0, 6]]]],
  http: ['HTTPClient:Arch:00016:UNDI:003001', [[93, [0, 16]]]],
  ipxeBios: [
    'PXEClient:Arch:00000:UNDI:002001',
    [
      [93, [0, 0]],
      [77, bytesOf('iPXE')],
    ],
  ],
  ipxeUefi: [
    'PXEClient:Arch:00007:UNDI:003010',
    [
      [93, [0, 7]],
      [77, bytesOf('iPXE')],
    ],
  ],
} as const

const answer = ({
  client,
  form = 'auto',
  grant = null,
  bootFile = null,
  kind = 'discover',
  more = {},
}: Asked) => {
  const [vendorClass, options] = clients[client]
  const packet = packetOf(
    bootPacket(kind, vendorClass, { ...more, options: [...options, ...(more.options ?? [])] }),
  )
  const read = readRequest(packet)
  if (!read.ok) throw new Error(read.why)
  return bootReply({ packet, request: read.request, here, form, bootFile, grant })
}

const replyOf = (result: BootReply): DhcpReply => {
  if (!result.ok) throw new Error(result.why)
  return result.reply
}

const shape = (asked: Asked) => {
  const reply = replyOf(answer(asked))
  const { file } = reply
  const options = optionsOf(reply)
  return {
    file,
    60: textOf(options.get(60)),
    43: [...(options.get(43) ?? [])],
    66: textOf(options.get(66)),
    67: textOf(options.get(67)),
  }
}

const script = `http://10.0.0.1/boot/${own}/boot.ipxe`
const skip = [6, 1, 8, 255]
const pxe = 'PXEClient'

describe('client × form, beside an address server', () => {
  test.each([
    ['bios', 'auto', { file: `${own}/undionly.kpxe`, 60: pxe, 43: skip, 66: '', 67: '' }],
    ['bios', 'plain', { file: `${own}/undionly.kpxe`, 60: pxe, 43: [], 66: '', 67: '' }],
    ['bios', 'option43', { file: `${own}/undionly.kpxe`, 60: pxe, 43: skip, 66: '', 67: '' }],
    [
      'bios',
      'direct',
      { file: `${own}/undionly.kpxe`, 60: pxe, 43: [], 66: '10.0.0.1', 67: `${own}/undionly.kpxe` },
    ],
    ['uefi', 'auto', { file: `${own}/snponly.efi`, 60: pxe, 43: [], 66: '', 67: '' }],
    ['uefi', 'plain', { file: `${own}/snponly.efi`, 60: pxe, 43: [], 66: '', 67: '' }],
    ['uefi', 'option43', { file: `${own}/snponly.efi`, 60: pxe, 43: skip, 66: '', 67: '' }],
    [
      'uefi',
      'direct',
      { file: `${own}/snponly.efi`, 60: pxe, 43: [], 66: '10.0.0.1', 67: `${own}/snponly.efi` },
    ],
    ['arm64', 'auto', { file: `${own}/snponly-arm64.efi`, 60: pxe, 43: [], 66: '', 67: '' }],
    [
      'http',
      'auto',
      { file: `http://10.0.0.1/boot/${own}/snponly.efi`, 60: 'HTTPClient', 43: [], 66: '', 67: '' },
    ],
    [
      'http',
      'option43',
      { file: `http://10.0.0.1/boot/${own}/snponly.efi`, 60: 'HTTPClient', 43: [], 66: '', 67: '' },
    ],
    ['ipxeBios', 'auto', { file: script, 60: pxe, 43: skip, 66: '', 67: '' }],
    ['ipxeUefi', 'auto', { file: script, 60: pxe, 43: skip, 66: '', 67: '' }],
    ['ipxeUefi', 'plain', { file: script, 60: pxe, 43: [], 66: '', 67: '' }],
  ] as const)('%s, %s', (client, form, expected) => {
    expect(shape({ client, form })).toEqual(expected)
  })
})

describe('client × form, as the address server', () => {
  test.each([
    ['bios', 'auto', { file: `${own}/undionly.kpxe`, 60: '', 43: [], 66: '', 67: '' }],
    ['bios', 'option43', { file: `${own}/undionly.kpxe`, 60: pxe, 43: skip, 66: '', 67: '' }],
    ['uefi', 'auto', { file: `${own}/snponly.efi`, 60: '', 43: [], 66: '', 67: '' }],
    ['uefi', 'plain', { file: `${own}/snponly.efi`, 60: pxe, 43: [], 66: '', 67: '' }],
    [
      'uefi',
      'direct',
      { file: `${own}/snponly.efi`, 60: '', 43: [], 66: '10.0.0.1', 67: `${own}/snponly.efi` },
    ],
    [
      'http',
      'auto',
      { file: `http://10.0.0.1/boot/${own}/snponly.efi`, 60: 'HTTPClient', 43: [], 66: '', 67: '' },
    ],
    ['ipxeBios', 'auto', { file: script, 60: '', 43: [], 66: '', 67: '' }],
  ] as const)('%s, %s', (client, form, expected) => {
    expect(shape({ client, form, grant: granted })).toEqual(expected)
  })

  test('the address comes with everything needed to use it', () => {
    const reply = replyOf(answer({ client: 'uefi', grant: granted }))
    expect(reply.yiaddr).toBe(ip('10.0.0.11'))
    expect(Object.fromEntries([...optionsOf(reply)].map(([code, value]) => [code, [...value]]))).toEqual({
      1: [255, 255, 255, 0],
      3: [10, 0, 0, 254],
      6: [10, 0, 0, 53, 10, 0, 0, 54],
      12: bytesOf('node1'),
      15: bytesOf('rack1.example'),
      26: [0x23, 0x28],
      28: [10, 0, 0, 255],
      51: [0, 0, 0x0e, 0x10],
      53: [2],
      54: [10, 0, 0, 1],
      58: [0, 0, 0x07, 0x08],
      59: [0, 0, 0x0c, 0x4e],
    })
  })

  test('iPXE need not wait for a proxy then', () => {
    expect(optionsOf(replyOf(answer({ client: 'ipxeBios' }))).get(175)).toEqual(Uint8Array.of(1, 1, 1))
    expect(optionsOf(replyOf(answer({ client: 'ipxeBios', grant: granted }))).get(175)).toEqual(
      Uint8Array.of(1, 1, 1, 176, 1, 1),
    )
  })
})

describe('every reply', () => {
  const more = { xid: 0xdeadbeef, secs: 9, flags: 0x8000, giaddr: '10.0.20.1', ciaddr: '10.0.0.7' }

  test('copies xid, flags, giaddr and MAC, and names the boot server twice', () => {
    expect(replyOf(answer({ client: 'uefi', more }))).toMatchObject({
      xid: 0xdeadbeef,
      secs: 0,
      flags: 0x8000,
      ciaddr: 0,
      yiaddr: 0,
      siaddr: ip('10.0.0.1'),
      giaddr: ip('10.0.20.1'),
      mac: '52:54:00:77:00:01',
    })
    expect(optionsOf(replyOf(answer({ client: 'uefi', more }))).get(54)).toEqual(Uint8Array.of(10, 0, 0, 1))
  })

  test('is an OFFER to a DISCOVER and an ACK to a REQUEST', () => {
    expect(optionsOf(replyOf(answer({ client: 'uefi' }))).get(53)).toEqual(Uint8Array.of(2))
    const ack = replyOf(answer({ client: 'uefi', kind: 'request', more }))
    expect(optionsOf(ack).get(53)).toEqual(Uint8Array.of(5))
    expect(ack.ciaddr).toBe(ip('10.0.0.7'))
  })

  test('echoes the UUID and what a relay added, and nothing that does not fit', () => {
    const options = [uuidOption, [82, [1, 2, 9, 9]]] as const
    const reply = replyOf(answer({ client: 'uefi', more: { options } }))
    expect(optionsOf(reply).get(97)).toEqual(Uint8Array.from(uuidOption[1]))
    expect(optionsOf(reply).get(82)).toEqual(Uint8Array.of(1, 2, 9, 9))
    const twice = [
      [82, Array(200).fill(7)],
      [82, Array(200).fill(7)],
    ] as const
    expect(optionsOf(replyOf(answer({ client: 'uefi', more: { options: twice } }))).has(82)).toBe(false)
  })

  test('gives the boot item back that was asked for on 4011', () => {
    const options = [[43, [71, 4, 0, 0, 0, 0, 255]]] as const
    const reply = (client: 'bios' | 'uefi') => replyOf(answer({ client, kind: 'request', more: { options } }))
    expect([...(optionsOf(reply('bios')).get(43) ?? [])]).toEqual([6, 1, 8, 71, 4, 0, 0, 0, 0, 255])
    expect([...(optionsOf(reply('uefi')).get(43) ?? [])]).toEqual([71, 4, 0, 0, 0, 0, 255])
  })
})

describe("a host's own boot file", () => {
  test('takes the place of the program', () => {
    expect(shape({ client: 'bios', bootFile: 'ipxe.pxe' }).file).toBe(`${own}/ipxe.pxe`)
    expect(shape({ client: 'ia32', bootFile: 'ipxe32.efi' }).file).toBe(`${own}/ipxe32.efi`)
    expect(shape({ client: 'http', bootFile: 'ipxe.efi' }).file).toBe(`http://10.0.0.1/boot/${own}/ipxe.efi`)
    expect(shape({ client: 'uefi', bootFile: 'tftp://10.0.0.9/x.efi' }).file).toBe('tftp://10.0.0.9/x.efi')
  })

  test('is not what our iPXE is given', () => {
    expect(shape({ client: 'ipxeBios', bootFile: 'ipxe.pxe' }).file).toBe(script)
  })

  test('is refused when no header field holds it', () => {
    const refused = (bootFile: string) => answer({ client: 'uefi', bootFile })
    expect(refused('x'.repeat(109))).toMatchObject({ ok: true })
    expect(refused('x'.repeat(110))).toMatchObject({ ok: false, why: expect.stringContaining('127 bytes') })
    expect(refused('ü.efi')).toMatchObject({ ok: false })
  })

  test('is needed where we have no program', () => {
    expect(answer({ client: 'ia32' })).toEqual({
      ok: false,
      why: 'there is no boot program for ia32 firmware',
    })
  })
})

describe('answers to systems that are up', () => {
  const packet = packetOf(bootPacket('request', 'udhcp 1.35.0', { ciaddr: '10.0.0.11' }))

  test('an address and nothing to boot', () => {
    const reply = addressReply(packet, 'ack', here, granted)
    expect(reply).toMatchObject({ yiaddr: ip('10.0.0.11'), siaddr: 0, file: '' })
    expect(optionsOf(reply).has(60)).toBe(false)
  })

  test('INFORM is told everything but an address', () => {
    const reply = addressReply(packet, 'ack', here, { ...granted, address: null })
    expect(reply.yiaddr).toBe(0)
    expect(optionsOf(reply).has(1)).toBe(true)
  })

  test('a refusal has no address, and is broadcast behind a relay', () => {
    expect(nakReply(packet, here, 'no')).toMatchObject({ ciaddr: 0, yiaddr: 0, flags: 0 })
    expect(nakReply({ ...packet, giaddr: ip('10.0.20.1') }, here, 'no').flags).toBe(0x8000)
  })
})
