/**
 * Time in the lab. What a machine does by itself takes as long as on metal, divided by `speed`. What it waits for
 * is not sped up: the engine answers in real time, and firmware whose patience were a twentieth would take a
 * busy engine for a dead one. Nor is its link: the rates that are shown are those of a gigabit, whatever the speed.
 */
import { setTimeout } from 'node:timers/promises'

export interface Pace {
  readonly speed: number
  /** Milliseconds here for so many seconds there. */
  ms(seconds: number): number
  /** Milliseconds it waits for an answer that real firmware waits so many seconds for. */
  patience(seconds: number): number
  /** Rejects when the power goes. */
  rest(seconds: number, signal: AbortSignal): Promise<void>
  /** As long as its link takes for so many bytes. */
  carry(bytes: number, signal: AbortSignal): Promise<void>
}

/** A second: as much as a copy over SSH gets out of 1 Gb/s. */
const linkBytes = 110e6

/** `haste` divides the patience too, for tests whose servers answer at once or never. */
export const createPace = (speed: number, haste = 1): Pace => {
  const ms = (seconds: number): number => (seconds * 1000) / speed
  const rest = (seconds: number, signal: AbortSignal) => setTimeout(ms(seconds), undefined, { signal })
  const carry = (bytes: number, signal: AbortSignal) =>
    setTimeout((bytes / linkBytes) * 1000, undefined, { signal })
  return { speed, ms, rest, carry, patience: seconds => (seconds * 1000) / haste }
}
