/** One stretch between power-on and power-off of one machine: what everything that runs on it shares. */
import type { Weather } from './datagrams.ts'
import type { Faults, Stage } from './faults.ts'
import type { Rack } from './rack.ts'
import type { MachineSpec } from './spec.ts'

export interface Uptime {
  readonly spec: MachineSpec
  readonly faults: Faults
  readonly rack: Rack
  readonly weather: Weather
  /** Aborted when the power goes; every wait ends with it. */
  readonly signal: AbortSignal
  /** A line on its screen and serial console. */
  say(line: string): void
  rest(seconds: number): Promise<void>
  carry(bytes: number): Promise<void>
  /** The place where a machine that `diesIn` this stage loses its power. */
  survive(stage: Stage): void
}

/** What a running system may do to its machine. */
export interface Power {
  /** Both come back at once; the power goes a moment later. */
  restart(): void
  off(): void
}
