/** Time in the lab: everything a machine does takes as long as on metal, divided by `speed`. */
import { setTimeout } from 'node:timers/promises'

export interface Pace {
  readonly speed: number
  /** Milliseconds here for so many seconds there. */
  ms(seconds: number): number
  /** Rejects when the power goes. */
  rest(seconds: number, signal: AbortSignal): Promise<void>
}

export const createPace = (speed: number): Pace => {
  const ms = (seconds: number): number => (seconds * 1000) / speed
  const rest = (seconds: number, signal: AbortSignal) => setTimeout(ms(seconds), undefined, { signal })
  return { speed, ms, rest }
}
