/**
 * Deadlines that move with every packet, all of them over one timer: packets come by the thousand, timers need not.
 * It is left alone while it rings early enough, and looks then which of the deadlines have come.
 */
import type { Clock } from '../../world.ts'

export interface Alarms {
  /** `ring` is called when the deadline has come that was set last. */
  create(ring: () => void): Alarm
}

export interface Alarm {
  set(at: number): void
  clear(): void
}

/** Looking more often than this would cost more than so short a delay. */
const apart = 2

const never = Number.POSITIVE_INFINITY

export const createAlarms = (clock: Clock): Alarms => {
  const armed = new Set<{ dueAt: number; readonly ring: () => void }>()
  let timerAt = never
  let cancel = () => {}

  const start = (at: number): void => {
    cancel()
    timerAt = at
    cancel = clock.after(at - clock.now(), look)
  }

  const look = (): void => {
    timerAt = never
    const now = clock.now()
    const due = []
    let next = never
    for (const alarm of armed) {
      if (alarm.dueAt <= now) due.push(alarm)
      else next = Math.min(next, alarm.dueAt)
    }
    if (next < never) start(Math.max(next, now + apart))
    for (const alarm of due) {
      // Whoever rang before it may have put it off, or cleared it.
      if (alarm.dueAt <= now && armed.delete(alarm)) alarm.ring()
    }
  }

  return {
    create: ring => {
      const alarm = { dueAt: never, ring }
      return {
        set: at => {
          alarm.dueAt = at
          armed.add(alarm)
          if (at < timerAt) start(at)
        },
        clear: () => {
          armed.delete(alarm)
          if (armed.size > 0) return
          cancel()
          timerAt = never
        },
      }
    },
  }
}
