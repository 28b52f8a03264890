import { expect, test } from 'vitest'
import { createSeldom } from '../../../../src/engine/servers/dhcp/seldom.ts'

test('the same thing is told once a window', () => {
  const seldom = createSeldom(1000, 8)
  expect([0, 10, 999, 1000].map(now => seldom.allows('a', 'x', now))).toEqual([true, false, false, true])
})

test('different things are told, up to a number; sources do not disturb each other', () => {
  const seldom = createSeldom(1000, 2)
  expect(['x', 'y', 'z'].map(thing => seldom.allows('a', thing, 0))).toEqual([true, true, false])
  expect(seldom.allows('b', 'z', 0)).toBe(true)
})

test('a clock that was set back begins a new window', () => {
  const seldom = createSeldom(1000, 1)
  seldom.allows('a', 'x', 5000)
  expect(seldom.allows('a', 'x', 10)).toBe(true)
})

test('sources without number are forgotten, the oldest first', () => {
  const seldom = createSeldom(1000, 1)
  for (let i = 0; i < 5000; i++) seldom.allows(`source ${i}`, 'x', 0)
  expect(seldom.allows('source 4999', 'x', 0)).toBe(false)
  expect(seldom.allows('source 0', 'x', 0)).toBe(true)
})
