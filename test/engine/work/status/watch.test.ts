import { expect, test } from 'vitest'
import type { HostState } from '../../../../src/engine/journey.ts'
import type { HostStatus } from '../../../../src/engine/work/status/answer.ts'
import { createStatusWatch } from '../../../../src/engine/work/status/watch.ts'
import { host } from '../../plans.ts'

const statusOf = (name: string, state: HostState): HostStatus => ({
  ...{ host: name, state, address: null, hostKey: null, running: null, sources: [] },
  ...{ detail: state, remedy: null, health: [], since: null },
})

/** Looks answer from the list; when it is empty, nobody looks any more. Pauses are counted, and are none. */
const watchOf = (answers: readonly HostState[]) => {
  const gone = new AbortController()
  const left = [...answers]
  const told: (readonly [HostState, number | null, number])[] = []
  let now = 0
  const watch = createStatusWatch({
    hosts: [host('node1')],
    clock: {
      now: () => now,
      sleep: async ms => {
        now += ms
        if (left.length === 0) gone.abort()
      },
    },
    ask: async ({ name }) => statusOf(name, left.shift() ?? 'unknown'),
    changed: ({ state, since }, at) => told.push([state, since, at]),
  })
  return { watch, told, signal: gone.signal }
}

test('a change is told once, with since when; the first look tells no time', async () => {
  const { watch, told, signal } = watchOf(['current', 'current', 'off', 'off', 'current'])
  await watch.run(signal)
  expect(told).toEqual([
    ['current', null, 0],
    ['off', 4000, 4000],
    ['current', 8000, 8000],
  ])
  expect(watch.getSnapshot().get('node1')).toMatchObject({ at: 8000, status: { state: 'current' } })
})

test('what was seen is kept for when somebody looks again', async () => {
  const { watch, signal } = watchOf(['off'])
  await watch.run(signal)
  await watch.run(AbortSignal.abort())
  expect(watch.getSnapshot().get('node1')?.status.state).toBe('off')
})

test('a look asked for now does not wait for its turn', async () => {
  const gone = new AbortController()
  let looked = 0
  const watch = createStatusWatch({
    hosts: [host('node1')],
    clock: {
      now: () => 0,
      // Until somebody is in a hurry: by itself it would never end.
      sleep: (_, signal) =>
        new Promise(resolve => {
          if (signal?.aborted) resolve()
          signal?.addEventListener('abort', () => resolve())
        }),
    },
    ask: async ({ name }) => {
      looked += 1
      return statusOf(name, 'off')
    },
  })
  watch.subscribe(() => queueMicrotask(() => (looked < 3 ? setImmediate(watch.refresh) : gone.abort())))
  await watch.run(gone.signal)
  expect(looked).toBe(3)
})
