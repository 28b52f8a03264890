/** Waiting is always bounded: once a second every journey's deadline is looked at. */
import type { Fact } from './events.ts'
import { silence } from './faults/journey.ts'
import { deadlineOf, type Journey } from './journey.ts'
import type { Deadlines } from './plan.ts'
import type { Clock } from './world.ts'

const often = 1000

export const watchDeadlines = (
  clock: Clock,
  deadlines: Deadlines,
  journeys: () => Iterable<Journey>,
  tell: (fact: Fact) => void,
): (() => void) => {
  let cancel = () => {}
  const look = (): void => {
    for (const journey of journeys()) {
      const deadline = deadlineOf(journey, deadlines)
      if (deadline !== null && clock.now() >= deadline) tell(silent(journey, deadlines))
    }
    cancel = clock.after(often, look)
  }
  cancel = clock.after(often, look)
  return () => cancel()
}

/** A held machine that nobody spoke for fails with what it was held for. */
const silent = ({ host, phase, moved }: Journey, deadlines: Deadlines): Fact => ({
  type: 'wentSilent',
  host,
  moved,
  fault: phase.name === 'held' ? phase.fault : silence(host, phase.name, deadlines[phase.name] / 1000),
})
