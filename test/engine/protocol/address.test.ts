import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  broadcastOf,
  formatIpv4,
  ipv4At,
  ipv4Bytes,
  netmaskOf,
  networkOf,
  onSameNetwork,
  parseCidr,
  parseIpv4,
} from '../../../src/engine/protocol/address.ts'

const ip = (text: string): number => parseIpv4(text) ?? Number.NaN

describe('IPv4', () => {
  test('text, number and bytes are one address', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), address => {
        const text = formatIpv4(address)
        expect(parseIpv4(text)).toBe(address)
        expect(ipv4At(ipv4Bytes(text), 0)).toBe(text)
      }),
    )
  })

  test.each([
    '',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.01',
    '10.0.0.1 ',
    '0x0a.0.0.1',
    '10.0.0.1.1',
    '-1.0.0.0',
    '::1',
  ])('%j is no address', text => {
    expect(parseIpv4(text)).toBeUndefined()
  })

  test.each([
    [0, '0.0.0.0', '255.255.255.255'],
    [8, '10.0.0.0', '10.255.255.255'],
    [23, '10.1.2.0', '10.1.3.255'],
    [31, '10.1.3.6', '10.1.3.7'],
    [32, '10.1.3.7', '10.1.3.7'],
  ])('/%i reaches from %s to %s', (prefix, first, last) => {
    const mask = netmaskOf(prefix)
    expect(formatIpv4(networkOf(ip('10.1.3.7'), mask))).toBe(first)
    expect(formatIpv4(broadcastOf(ip('10.1.3.7'), mask))).toBe(last)
    expect(onSameNetwork(ip(first), ip(last), mask)).toBe(true)
  })

  test('CIDR', () => {
    expect(parseCidr('10.0.20.9/24')).toEqual({ network: ip('10.0.20.0'), netmask: ip('255.255.255.0') })
    expect(['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', 'x/8', 'fd77::/64'].map(parseCidr)).toEqual(
      Array(5).fill(undefined),
    )
  })
})
