import { expect, test } from 'vitest'
import { createUnaddressed } from '../../../../src/engine/servers/dhcp/unaddressed.ts'

const mac = '52:54:00:77:00:01'

const said = (...times: readonly number[]): readonly boolean[] => {
  const unaddressed = createUnaddressed()
  return times.map(now => unaddressed.discovered(mac, now))
}

test('three tries within fifteen seconds are enough', () => {
  expect(said(0, 4000, 12_000)).toEqual([false, false, true])
})

test('once is enough too', () => {
  expect(said(0, 1000, 2000, 3000, 100_000, 104_000, 108_000).filter(Boolean)).toHaveLength(1)
})

test('one packet that a relay doubled is one try', () => {
  expect(said(0, 1, 2, 3, 1000, 1001)).not.toContain(true)
})

test('tries far apart are new beginnings', () => {
  expect(said(0, 14_000, 16_000, 20_000, 40_000, 50_000)).not.toContain(true)
})

test('an address in between ends it, and the next silence is said anew', () => {
  const unaddressed = createUnaddressed()
  const three = (from: number) => [0, 1000, 2000].map(later => unaddressed.discovered(mac, from + later))
  expect(three(0)).toEqual([false, false, true])
  unaddressed.addressed(mac)
  expect(three(10_000)).toEqual([false, false, true])
})
