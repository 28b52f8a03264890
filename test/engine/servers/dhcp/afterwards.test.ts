import { expect, test } from 'vitest'
import { createAfterwards } from '../../../../src/engine/servers/dhcp/afterwards.ts'
import { handClock } from '../../hand-clock.ts'

const start = () => {
  const { clock, pass, alarms } = handClock()
  const told: number[] = []
  const afterwards = createAfterwards(clock)
  let n = 0
  const packets = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const mine = n++
      afterwards.run(() => told.push(mine))
    }
  }
  return { ...{ afterwards, told, packets, pass, alarms }, upTo: (end: number) => [...Array(end).keys()] }
}

test('in calm times everything is told at once', () => {
  const { told, packets, pass, upTo } = start()
  for (let i = 0; i < 100; i++) {
    packets(1)
    pass(3)
  }
  expect(told).toEqual(upTo(100))
})

test('a rush is told of when it is over, in its order', () => {
  const { told, packets, pass, upTo, alarms } = start()
  packets(500)
  expect(told.length).toBeLessThan(20)
  pass(30)
  expect(told).toEqual(upTo(500))
  expect(alarms.size).toBe(0)
})

test('a rush that does not end is told of all the same', () => {
  const { told, packets, pass } = start()
  pass(2000, () => packets(20))
  expect(told.length).toBeGreaterThan(5000)
})

test('what waits in a flood is bounded', () => {
  const { told, packets, pass } = start()
  packets(100_000)
  pass(1000)
  expect(told.length).toBeLessThan(21_000)
})

test('at the end nothing is left untold', () => {
  const { afterwards, told, packets, upTo, alarms } = start()
  packets(300)
  afterwards.flush()
  expect(told).toEqual(upTo(300))
  expect(alarms.size).toBe(0)
})
