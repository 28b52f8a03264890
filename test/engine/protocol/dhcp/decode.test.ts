import { describe, expect, test } from 'vitest'
import { decodeDhcp, textOf } from '../../../../src/engine/protocol/dhcp/decode.ts'
import type { DhcpPacket } from '../../../../src/engine/protocol/dhcp/packet.ts'
import { bytesOf, ip, packetBytes } from './packets.ts'

const decoded = (bytes: Uint8Array): DhcpPacket => {
  const result = decodeDhcp(bytes)
  if (!result.ok) throw new Error(result.why)
  return result.packet
}

const refusal = (bytes: Uint8Array): string => {
  const result = decodeDhcp(bytes)
  return result.ok ? 'decoded' : result.why
}

describe('the header', () => {
  test('is read field by field', () => {
    const bytes = Uint8Array.from([
      ...[1, 1, 6, 2], // request, Ethernet, 6 bytes of MAC, 2 hops
      ...[0xc9, 0x64, 0x9c, 0x2e], // xid
      ...[0x01, 0x04], // secs 260
      ...[0x80, 0x00], // flags: broadcast
      ...[10, 0, 0, 9], // ciaddr
      ...[10, 0, 0, 10], // yiaddr
      ...[10, 0, 0, 1], // siaddr
      ...[10, 0, 20, 1], // giaddr
      ...[0xbc, 0x24, 0x11, 0xd0, 0x28, 0x34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], // chaddr
      ...bytesOf('boot').concat(Array(60).fill(0)), // sname
      ...bytesOf('a/b.efi').concat(Array(121).fill(0)), // file
      ...[0x63, 0x82, 0x53, 0x63], // cookie
      ...[53, 1, 1], // DISCOVER
      255,
    ])
    const packet = decoded(bytes)
    expect({ ...packet, options: new Map(packet.options) }).toEqual({
      op: 'request',
      hops: 2,
      xid: 0xc9649c2e,
      secs: 260,
      flags: 0x8000,
      ciaddr: ip('10.0.0.9'),
      yiaddr: ip('10.0.0.10'),
      siaddr: ip('10.0.0.1'),
      giaddr: ip('10.0.20.1'),
      mac: 'bc:24:11:d0:28:34',
      sname: 'boot',
      file: 'a/b.efi',
      message: 'discover',
      options: new Map([[53, Uint8Array.of(1)]]),
    })
  })

  test.each([
    [new Uint8Array(0), '0 bytes are too few for a DHCP packet'],
    [packetBytes({}).subarray(0, 239), '239 bytes are too few for a DHCP packet'],
    [new Uint8Array(5000), '5000 bytes are too many for a DHCP packet'],
    [packetBytes({}).fill(0, 236, 240), 'the DHCP magic cookie is missing'],
    [packetBytes({ op: 3 }), 'op 3 is neither a request nor a reply'],
    [packetBytes({}).fill(32, 1, 2), 'hardware type 32, length 6: not Ethernet'],
    [packetBytes({}).fill(16, 2, 3), 'hardware type 1, length 16: not Ethernet'],
  ])('refuses what is none (%#)', (bytes, why) => {
    expect(refusal(bytes)).toBe(why)
  })
})

describe('the options', () => {
  test('may be padded anywhere, and end at 255', () => {
    const packet = decoded(packetBytes({ tail: [0, 0, 53, 1, 1, 0, 60, 2, 80, 88, 255, 12, 1, 65] }))
    expect([...packet.options].map(([code]) => code)).toEqual([53, 60])
  })

  test('may lack their end', () => {
    expect([...decoded(packetBytes({ tail: [53, 1, 1] })).options]).toEqual([[53, Uint8Array.of(1)]])
    expect([...decoded(packetBytes({ tail: [] })).options]).toEqual([])
  })

  test.each([[[53]], [[53, 1]], [[60, 9, 80, 88, 69]], [[53, 1, 1, 43]]])(
    'are refused when cut off: %j',
    tail => {
      expect(refusal(packetBytes({ tail }))).toBe('an option is cut off at the end of the options')
    },
  )

  test('split over several entries are joined in order (RFC 3396)', () => {
    const { options } = decoded(
      packetBytes({ tail: [60, 3, ...bytesOf('PXE'), 53, 1, 1, 60, 0, 60, 6, ...bytesOf('Client'), 255] }),
    )
    expect(textOf(options.get(60))).toBe('PXEClient')
  })

  test('go on in file, then in sname, when 52 says so', () => {
    const { options, file, sname } = decoded(
      packetBytes({
        tail: [52, 1, 3, 67, 2, 97, 98, 255],
        file: [67, 1, 99, 255],
        sname: [67, 1, 100, 12, 1, 110, 255],
      }),
    )
    expect(textOf(options.get(67))).toBe('abcd')
    expect(textOf(options.get(12))).toBe('n')
    expect([file, sname]).toEqual(['', ''])
  })

  test('an overload inside an overloaded field leads nowhere', () => {
    const { options, sname } = decoded(
      packetBytes({ tail: [52, 1, 1, 255], file: [52, 1, 2, 255], sname: bytesOf('name') }),
    )
    expect(options.get(52)).toEqual(Uint8Array.of(1, 2))
    expect(sname).toBe('name')
  })

  test('an overloaded field that is cut off is refused', () => {
    const file = [...Array(126).fill(0), 67, 9]
    expect(refusal(packetBytes({ tail: [52, 1, 1, 255], file }))).toContain('the file field')
  })

  test('thousands of pieces of one option cost no more than their bytes', () => {
    const tail = Array.from({ length: 1800 }, (_, i) => (i % 3 === 0 ? 60 : i % 3 === 1 ? 1 : 120))
    expect(decoded(packetBytes({ tail })).options.get(60)?.length).toBe(600)
  })
})
