import { expect, it } from 'vitest'
import { createThrottle } from '../../../src/engine/nix/throttle.ts'

/** A clock whose one timer goes off when told. */
const byHand = () => {
  let due: (() => void) | undefined
  return {
    after: (_ms: number, run: () => void) => {
      due = run
      return () => {
        due = undefined
      }
    },
    pass: () => {
      const run = due
      due = undefined
      run?.()
    },
    isResting: () => due !== undefined,
  }
}

it('the first at once, then the newest of what came in between', () => {
  const told: number[] = []
  const clock = byHand()
  const throttle = createThrottle<number>(clock, 250, value => told.push(value))
  for (const value of [1, 2, 3]) throttle.offer(value)
  expect(told).toEqual([1])
  clock.pass()
  expect(told).toEqual([1, 3])
  clock.pass()
  expect([told, clock.isResting()]).toEqual([[1, 3], false])
  throttle.offer(4)
  expect(told).toEqual([1, 3, 4])
})

it('the end loses nothing, and leaves no timer', () => {
  const told: number[] = []
  const clock = byHand()
  const throttle = createThrottle<number>(clock, 250, value => told.push(value))
  for (const value of [1, 2]) throttle.offer(value)
  throttle.flush()
  expect([told, clock.isResting()]).toEqual([[1, 2], false])
  throttle.flush()
  expect(told).toEqual([1, 2])
})
