import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { throttled } from '../../src/ui/throttled.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const counter = () => {
  const listeners = new Set<() => void>()
  let value = 0
  return {
    add: () => {
      value += 1
      for (const listener of listeners) listener()
    },
    getSnapshot: () => value,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    watched: () => listeners.size,
  }
}

it('shows the first change at once, the rest together, and always the last', () => {
  const source = counter()
  const slow = throttled(source, 100)
  const shown: number[] = []
  slow.subscribe(() => shown.push(slow.getSnapshot()))
  for (let count = 0; count < 50; count += 1) source.add()
  expect(shown).toEqual([1])
  vi.advanceTimersByTime(1000)
  expect(shown).toEqual([1, 50])
})

it('moves at most ten times a second', () => {
  const source = counter()
  const slow = throttled(source, 100)
  let shown = 0
  slow.subscribe(() => (shown += 1))
  for (let count = 0; count < 999; count += 1) {
    source.add()
    vi.advanceTimersByTime(1)
  }
  expect(shown).toBe(10)
})

it('keeps its snapshot between two changes shown', () => {
  const source = counter()
  const slow = throttled(source, 100)
  slow.subscribe(() => {})
  source.add()
  source.add()
  expect(slow.getSnapshot()).toBe(1)
})

it('lets go of its source with the last listener', () => {
  const source = counter()
  const leave = throttled(source, 100).subscribe(() => {})
  expect(source.watched()).toBe(1)
  leave()
  expect([source.watched(), vi.getTimerCount()]).toEqual([0, 0])
})
