/**
 * Time. `now` is counted from the start of the program and never steps: a jump host whose clock is set
 * while it runs must not see every deadline pass at once.
 */
import type { Clock } from '../world.ts'

export const createClock = (): Clock => {
  const { timeOrigin } = performance
  const now = () => Math.round(timeOrigin + performance.now())
  return { now, after, sleep }
}

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, within(ms))
  return () => clearTimeout(timer)
}

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal?.aborted) return resolve()
    const wake = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, within(ms))
    signal?.addEventListener('abort', wake, { once: true })
  })

/** A longer timer than this would run at once. */
const within = (ms: number): number => Math.min(Math.max(ms, 0), 2 ** 31 - 1)
