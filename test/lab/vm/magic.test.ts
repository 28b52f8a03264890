import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calledMac } from '../../../src/lab/vm/magic.ts'

const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size })
const magic = (mac: Uint8Array) => [
  ...Array(6).fill(0xff),
  ...Array.from({ length: 16 }, () => [...mac]).flat(),
]
const text = (mac: Uint8Array) => Buffer.from(mac).toString('hex').match(/../g)?.join(':')
const plain = bytes(6).filter(mac => mac[0] !== 0xff)

describe('the MAC a magic packet calls', () => {
  it('is found whatever stands around it', () =>
    fc.assert(
      fc.property(
        plain,
        fc.uint8Array({ maxLength: 20 }).filter(before => !before.includes(0xff)),
        fc.uint8Array({ maxLength: 6 }),
        (mac, before, password) => {
          expect(calledMac(new Uint8Array([...before, ...magic(mac), ...password]))).toBe(text(mac))
        },
      ),
    ))

  it('is none when one repetition differs or is cut off', () =>
    fc.assert(
      fc.property(plain, fc.integer({ min: 6, max: 101 }), (mac, at) => {
        const packet = magic(mac)
        expect(calledMac(new Uint8Array(packet.slice(0, at)))).toBeUndefined()
        packet[at] = (packet[at] ?? 0) ^ 1
        expect(calledMac(new Uint8Array(packet))).toBeUndefined()
      }),
    ))

  it('never throws on garbage', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), garbage => void calledMac(garbage))))
})
