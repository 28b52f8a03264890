import { expect, test } from 'vitest'
import { createAlarms } from '../../../../src/engine/servers/tftp/alarms.ts'
import { handClock } from '../../hand-clock.ts'

const start = (count: number) => {
  const { clock, pass, alarms: timers, timersStarted } = handClock()
  const rang: number[][] = []
  const shared = createAlarms(clock)
  const alarms = Array.from({ length: count }, (_, n) => shared.create(() => rang.push([n, clock.now()])))
  const set = (n: number, ms: number): void => alarms[n]?.set(clock.now() + ms)
  return { ...{ alarms, set, rang, clock, pass, timers, timersStarted }, began: clock.now() }
}

test('one rings when its deadline has come, once', () => {
  const { set, rang, pass, timers, began } = start(1)
  set(0, 50)
  pass(49)
  expect(rang).toEqual([])
  pass(100)
  expect(rang).toEqual([[0, began + 50]])
  expect(timers.size).toBe(0)
})

test('each rings at its own deadline, in whatever order they were set, at most two milliseconds late', () => {
  const { set, rang, pass, began } = start(4)
  for (const [n, ms] of [70, 20, 21, 45].entries()) set(n, ms)
  pass(100)
  expect(rang).toEqual([
    [1, began + 20],
    [2, began + 22],
    [3, began + 45],
    [0, began + 70],
  ])
})

test('a deadline that is put off with every packet takes few timers, and rings after the last', () => {
  const { set, rang, pass, clock, timersStarted } = start(64)
  let last = 0
  pass(1000, () => {
    for (let n = 0; n < 64; n++) set(n, 6 + (n % 5))
    last = clock.now()
  })
  expect(rang).toEqual([])
  expect(timersStarted()).toBeLessThan(200)
  pass(20)
  expect(rang.map(([n]) => n).toSorted((a = 0, b = 0) => a - b)).toEqual([...Array(64).keys()])
  for (const [n = 0, at = 0] of rang) expect(at - last - 6 - (n % 5)).toBeOneOf([0, 1, 2])
})

test('one that is set earlier rings earlier', () => {
  const { set, rang, pass, began } = start(1)
  set(0, 500)
  set(0, 5)
  pass(600)
  expect(rang).toEqual([[0, began + 5]])
})

test('one that is cleared does not ring, and the last one takes the timer with it', () => {
  const { alarms, set, rang, pass, timers } = start(2)
  set(0, 5)
  set(1, 5)
  alarms[0]?.clear()
  expect(timers.size).toBe(1)
  alarms[1]?.clear()
  expect(timers.size).toBe(0)
  pass(50)
  expect(rang).toEqual([])
})

test('whoever rings may clear, put off or set any of them', () => {
  const { clock, pass } = handClock()
  const rang: string[] = []
  const shared = createAlarms(clock)
  const began = clock.now()
  const first = shared.create(() => {
    rang.push('first')
    second.clear()
    third.set(clock.now() + 30)
    if (rang.length < 3) first.set(clock.now())
  })
  const second = shared.create(() => rang.push('second'))
  const third = shared.create(() => rang.push('third'))
  for (const alarm of [first, second, third]) alarm.set(began + 10)
  pass(35)
  expect(rang).toEqual(['first', 'first', 'first'])
  pass(10)
  expect(rang).toEqual(['first', 'first', 'first', 'third'])
})
