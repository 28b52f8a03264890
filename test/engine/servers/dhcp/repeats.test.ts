import { expect, test } from 'vitest'
import { createRepeats, type Kind } from '../../../../src/engine/servers/dhcp/repeats.ts'

const discover: Kind = { message: 'discover', outcome: 'offered', stage: 'firmware', port: 67 }

/** When it was told of, in milliseconds, of a machine that asks at these. */
const toldAt = (times: readonly number[], kind = discover): readonly number[] => {
  const repeats = createRepeats()
  return times.filter(now => repeats.allows('a', kind, now))
}

const every = (ms: number, until: number): readonly number[] =>
  Array.from({ length: until / ms }, (_, n) => n * ms)

test('each try of firmware that doubles its patience', () => {
  const uefi = [0, 4000, 12_000, 28_000, 60_000]
  const ipxe = [0, 1000, 3000, 7000, 15_000]
  expect([toldAt(uefi), toldAt(ipxe)]).toEqual([uefi, ipxe])
})

test('a flood is told of a few times, and of the rest now and then', () => {
  expect(toldAt(every(10, 30_000))).toEqual([0, 750, 2250, 5250, 11_250, 19_250, 27_250])
})

test('a machine that boots again and again is told of each time', () => {
  const boots = every(10_000, 200_000)
  expect(toldAt(boots)).toEqual(boots)
})

test('what it asks next is told at once, whoever else asks', () => {
  const repeats = createRepeats()
  const kinds: readonly Kind[] = [
    discover,
    { ...discover, message: 'request' },
    { ...discover, port: 4011 },
    { ...discover, stage: 'ipxe' },
    { ...discover, outcome: 'declined' },
  ]
  expect(['a', 'b'].map(mac => kinds.map(kind => repeats.allows(mac, kind, 0)))).toEqual(
    Array(2).fill(kinds.map(() => true)),
  )
  expect(kinds.map(kind => repeats.allows('a', kind, 1))).toEqual(kinds.map(() => false))
})

test('somebody who makes up ever more is told of a dozen times', () => {
  const repeats = createRepeats()
  const told = Array.from({ length: 100 }, (_, port) => repeats.allows('a', { ...discover, port }, 0))
  expect(told.filter(Boolean)).toHaveLength(12)
  // Not for ever: a machine that is up for long has more kinds of its own than that.
  expect(repeats.allows('a', { ...discover, port: 100 }, 15_999)).toBe(false)
  expect(repeats.allows('a', { ...discover, port: 100 }, 16_000)).toBe(true)
})

test('remembers some thousands: the first is forgotten first', () => {
  const repeats = createRepeats()
  for (let n = 0; n < 5000; n++) repeats.allows(`machine ${n}`, discover, 0)
  expect(repeats.allows('machine 4999', discover, 0)).toBe(false)
  expect(repeats.allows('machine 0', discover, 0)).toBe(true)
})
