import type { Clock } from '../../src/engine/world.ts'

/** A clock whose hands the test moves, a millisecond at a time. */
export const handClock = () => {
  let now = 1000
  let started = 0
  const alarms = new Set<{ at: number; run: () => void }>()
  const clock: Clock = {
    now: () => now,
    after: (ms, run) => {
      started += 1
      const alarm = { at: now + ms, run }
      alarms.add(alarm)
      return () => alarms.delete(alarm)
    },
    sleep: async () => {},
  }
  const pass = (ms: number, each: () => void = () => {}): void => {
    for (const end = now + ms; now < end; ) {
      now += 1
      each()
      for (const alarm of [...alarms].filter(({ at }) => at <= now)) {
        alarms.delete(alarm)
        alarm.run()
      }
    }
  }
  return { clock, pass, alarms, timersStarted: () => started }
}
