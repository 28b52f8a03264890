import fc from 'fast-check'
import { expect, test } from 'vitest'
import { macAt } from '../../../../src/engine/protocol/dhcp/mac-text.ts'

const plainly = (mac: readonly number[]): string =>
  mac.map(byte => byte.toString(16).padStart(2, '0')).join(':')

test('whoever was heard before, and whoever shares its place: the text is that of the bytes', () => {
  const near = fc.integer({ min: 0, max: 2 })
  const mac = fc.tuple(near, near, near, near, near, fc.integer({ min: 0, max: 255 }))
  fc.assert(
    fc.property(fc.array(mac, { minLength: 1, maxLength: 40 }), macs => {
      expect(macs.map(each => macAt(Uint8Array.of(9, ...each, 9), 1))).toEqual(macs.map(plainly))
    }),
  )
})

test('the first MAC of all is a text too', () => {
  expect(macAt(new Uint8Array(6), 0)).toBe('00:00:00:00:00:00')
})
