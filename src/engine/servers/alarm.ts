/**
 * A deadline that moves with every packet. The timer beneath is left alone while it rings early enough, and
 * is asked for the rest then: packets come by the thousand, timers need not.
 */
import type { Clock } from '../world.ts'

export interface Alarm {
  set(at: number): void
  clear(): void
}

export const createAlarm = (clock: Clock, ring: () => void): Alarm => {
  let dueAt = Number.POSITIVE_INFINITY
  let timerAt = Number.POSITIVE_INFINITY
  let cancel = () => {}
  const start = (): void => {
    timerAt = dueAt
    cancel = clock.after(dueAt - clock.now(), expire)
  }
  const expire = (): void => {
    timerAt = Number.POSITIVE_INFINITY
    if (clock.now() >= dueAt) ring()
    else start()
  }
  return {
    set: at => {
      dueAt = at
      if (at >= timerAt) return
      cancel()
      start()
    },
    clear: () => cancel(),
  }
}
