import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { createDhcpFormat } from '../../../src/engine/node/dhcp-format.ts'
import { formatIpv4 } from '../../../src/engine/protocol/address.ts'
import { decodeDhcp } from '../../../src/engine/protocol/dhcp/decode.ts'
import type { DhcpReply } from '../../../src/engine/protocol/dhcp/packet.ts'
import { ip } from '../protocol/dhcp/packets.ts'

const format = createDhcpFormat()

const reply: DhcpReply = {
  xid: 0xdeadbeef,
  secs: 3,
  flags: 0x8000,
  ciaddr: ip('10.0.0.9'),
  yiaddr: ip('10.0.0.10'),
  siaddr: ip('10.0.0.1'),
  giaddr: ip('10.0.20.1'),
  mac: 'bc:24:11:d0:28:34',
  file: 'bc-24-11-d0-28-34/snponly.efi',
  message: 'offer',
  options: [[[53, Uint8Array.of(2)]]],
  own: [],
}

const back = (bytes: Uint8Array) => {
  const decoded = decodeDhcp(Uint8Array.from(bytes))
  if (!decoded.ok) throw new Error(decoded.why)
  return { ...decoded.packet, options: new Map(decoded.packet.options) }
}

describe('the header', () => {
  test('comes back as it was', () => {
    const { options, own, ...header } = reply
    expect(back(format(reply))).toEqual({
      ...header,
      op: 'reply',
      hops: 0,
      sname: '',
      options: new Map([...options.flat(), ...own]),
    })
  })

  test('short packets are padded to 300 bytes with zeros behind the end', () => {
    const bytes = format(reply)
    expect(bytes.length).toBe(300)
    expect([...bytes.subarray(240, 244)]).toEqual([53, 1, 2, 255])
    expect(bytes.subarray(244).every(byte => byte === 0)).toBe(true)
  })

  test('a file of 127 characters still ends with a zero', () => {
    const bytes = format({ ...reply, file: 'x'.repeat(127) })
    expect(bytes[235]).toBe(0)
    expect(back(bytes).file).toBe('x'.repeat(127))
  })
})

describe('options', () => {
  const address = fc.nat(0xffffffff).map(number => formatIpv4(number).split('.').map(Number))
  const bytes = (length: number) => fc.array(fc.nat(255), { minLength: length, maxLength: length })
  const some = (longest: number) => fc.array(fc.nat(255), { minLength: 1, maxLength: longest })
  const maybe = (code: number, value: fc.Arbitrary<readonly number[]>) =>
    fc.option(
      value.map(each => [code, Uint8Array.from(each)] as const),
      { nil: null },
    )
  const all = fc.tuple(
    ...[1, 28, 54].map(code => maybe(code, address)),
    ...[3, 6].map(code =>
      maybe(
        code,
        fc.array(address, { minLength: 1, maxLength: 4 }).map(each => each.flat()),
      ),
    ),
    ...[51, 58, 59].map(code => maybe(code, bytes(4))),
    maybe(26, bytes(2)),
    maybe(53, bytes(1)),
    ...[12, 15, 56, 60, 66, 67].map(code => maybe(code, some(90))),
    maybe(43, some(60)),
    maybe(82, some(120)),
    maybe(97, bytes(17)),
    maybe(175, some(60)),
  )

  test('every one we send comes back as it was, whatever its bytes', () => {
    fc.assert(
      fc.property(all, chosen => {
        const options = chosen.filter(each => each !== null)
        expect(back(format({ ...reply, options: [options] })).options).toEqual(new Map(options))
      }),
    )
  })

  test('a group made once reads the same in every reply, and others among them stay what they are', () => {
    const same = [[60, Uint8Array.of(80, 88)]] as const
    const codes = [1, 2, 3].map(n => {
      const options = [[[53, Uint8Array.of(n)]] as const, same]
      return [...back(format({ ...reply, options })).options]
    })
    expect(codes).toEqual(
      [1, 2, 3].map(n => [
        [53, Uint8Array.of(n)],
        [60, Uint8Array.of(80, 88)],
      ]),
    )
  })

  test('what is of a reply alone comes last, as it is', () => {
    const own = [[97, new Uint8Array(17).fill(1)] as const, [82, Uint8Array.of(1, 2, 9, 9)] as const]
    expect([...back(format({ ...reply, own })).options].slice(1)).toEqual(own)
  })

  test('what would be cut, printed or thrown inside the package is refused before', () => {
    const stderr = vi.spyOn(console, 'error')
    const withOption = (code: number, length: number) => () =>
      format({ ...reply, options: [[[code, new Uint8Array(length).fill(65)]]] })
    expect(withOption(60, 256)).toThrow('DHCP option 60 of 256 bytes')
    expect(withOption(60, 0)).toThrow('DHCP option 60 of 0 bytes')
    expect(() => format({ ...reply, file: 'x'.repeat(128) })).toThrow('127')
    expect(stderr).not.toHaveBeenCalled()
    stderr.mockRestore()
  })

  test('1472 bytes and no more', () => {
    const options = [12, 15, 56, 60].map(code => [code, new Uint8Array(255).fill(65)] as const)
    const size = 241 + 4 * 257
    const fits = [[...options, [43, new Uint8Array(1472 - size - 2).fill(1)] as const]]
    expect(format({ ...reply, options: fits }).length).toBe(1472)
    const tooLong = [[...options, [43, new Uint8Array(1472 - size - 1).fill(1)] as const]]
    expect(() => format({ ...reply, options: tooLong })).toThrow('longer than 1472')
  })
})
