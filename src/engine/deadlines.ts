/** Waiting is always bounded: once a second every journey's deadline is looked at. */
import type { Fault } from './errors.ts'
import type { Fact } from './events.ts'
import { deadlineOf, type Journey } from './journey.ts'
import type { Deadlines } from './plan.ts'
import type { Clock } from './world.ts'

const often = 1000

export const watchDeadlines = (
  clock: Clock,
  deadlinesNow: () => Deadlines,
  journeys: () => Iterable<Journey>,
  silenceOf: (journey: Journey, seconds: number) => Fault,
  tell: (fact: Fact) => void,
): (() => void) => {
  let cancel = () => {}
  const look = (): void => {
    const deadlines = deadlinesNow()
    for (const journey of journeys()) {
      const deadline = deadlineOf(journey, deadlines)
      if (deadline === null || clock.now() < deadline) continue
      const { host, moved, phase } = journey
      const fault = silenceOf(journey, deadlines[phase.name] / 1000)
      tell({ type: 'wentSilent', host, moved, fault })
    }
    cancel = clock.after(often, look)
  }
  cancel = clock.after(often, look)
  return () => cancel()
}
