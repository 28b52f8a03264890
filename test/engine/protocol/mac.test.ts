import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dashed, parseMac } from '../../../src/engine/protocol/mac.ts'

test.each(['BC:24:11:D0:28:34', 'bc-24-11-d0-28-34', 'bc24.11d0.2834', 'BC2411D02834'])('%s', written => {
  expect(parseMac(written)).toBe('bc:24:11:d0:28:34')
})

test.each([
  ['', 'empty'],
  ['bc:24:11:d0:28', 'too short'],
  ['bc:24:11:d0:28:34:56', 'too long'],
  ['bc:24-11:d0-28:34', 'mixed'],
  ['bg:24:11:d0:28:34', 'not hexadecimal'],
  ['bc:24:11:d0:28:34\n', 'a line break after it'],
  ['11111111111111111', 'seventeen characters, which node-wol takes'],
  ['ff:ff:ff:ff:ff:ff', 'everyone'],
  ['01:00:5e:00:00:01', 'a group'],
  ['00:00:00:00:00:00', 'nobody'],
])('%j is refused: %s', written => {
  expect(parseMac(written)).toBeUndefined()
})

test('all forms of one address are one address', () => {
  const address = fc.uint8Array({ minLength: 6, maxLength: 6 }).filter(([first = 1]) => (first & 1) === 0)
  fc.assert(
    fc.property(address, bytes => {
      fc.pre(bytes.some(byte => byte !== 0))
      const pairs = [...bytes].map(byte => byte.toString(16).padStart(2, '0'))
      const mac = pairs.join(':')
      expect(parseMac(pairs.join(''))).toBe(mac)
      expect(parseMac(dashed(mac))).toBe(mac)
      expect(parseMac(mac.toUpperCase())).toBe(mac)
    }),
  )
})
