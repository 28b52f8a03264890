/** The magic packet, against what its format says. */
import { expect, test } from 'vitest'
import { magicPacket } from '../../../src/engine/node/wake.ts'

const mac = 'bc:24:11:d0:28:34'
const bytes = [0xbc, 0x24, 0x11, 0xd0, 0x28, 0x34]
const expected = [...Array(6).fill(0xff), ...Array.from({ length: 16 }, () => bytes).flat()]

test('six times 255, sixteen times the address', () => {
  expect([...magicPacket(mac, null)]).toEqual(expected)
})

test('the password follows', () => {
  expect([...magicPacket(mac, Uint8Array.of(1, 2, 3, 4))]).toEqual([...expected, 1, 2, 3, 4])
  expect([...magicPacket(mac, Uint8Array.of(1, 2, 3, 4, 5, 6))]).toHaveLength(108)
})
