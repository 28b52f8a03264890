import { expect, it } from 'vitest'
import { bytes, clockTime, counted, duration, percent, precisely } from '../../../src/ui/view/format.ts'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [412_000_000, '412 MB'],
  [1_234_000_000, '1.2 GB'],
  [99_949, '99.9 kB'],
  [99_951, '100 kB'],
  [3e15, '3.0 PB'],
])('%d bytes: %s', (count, words) => expect(bytes(count)).toBe(words))

it.each([
  [-5, '0:00'],
  [7_400, '0:07'],
  [760_000, '12:40'],
  [10_931_000, '3:02:11'],
])('%d ms on the clock: %s', (time, words) => expect(clockTime(time)).toBe(words))

it.each([
  [4_000, '4 s'],
  [60_000, '1 min'],
  [130_000, '2 min 10 s'],
  [3_900_000, '1 h 5 min'],
  [7_200_000, '2 h'],
])('%d ms in words: %s', (time, words) => expect(duration(time)).toBe(words))

it.each([
  [40, '0.0 s'],
  [9_940, '9.9 s'],
  [12_000, '12 s'],
])('%d ms precisely: %s', (time, words) => expect(precisely(time)).toBe(words))

it('counts, and never rounds up to the whole', () => {
  expect([counted(1, 'host'), counted(2, 'host'), percent(0.999)]).toEqual(['1 host', '2 hosts', '99%'])
})
