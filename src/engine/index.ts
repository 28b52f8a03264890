/** The only door the screen and the commands use. */
export { declinedBecause } from './boot.ts'
export { type Command, createEngine, type Engine, type EngineOptions } from './engine.ts'
export { explain, type Fault, type Result } from './errors.ts'
export type { Asked, Fact, RunEvent, Settled } from './events.ts'
export { describeDisk } from './faults/guard.ts'
export {
  type Answers,
  freeName,
  networkFrom,
  suggestedNetwork,
  suggestedRange,
  type Wire,
} from './guide/answers.ts'
export {
  type Disk,
  deadlineOf,
  diskAfter,
  ended,
  type Guest,
  type Journey,
  type Phase,
  type PhaseName,
} from './journey.ts'
export { plainText } from './plain-text.ts'
export type { DiskSelector, Host, Plan, Service } from './plan.ts'
export type { Finding } from './preflight/preflight.ts'
export { type Progress, progressOf, type Step, steps } from './progress.ts'
export { layersOf } from './site/order.ts'
export type { FirstNetwork, FirstSite, NewFile } from './site/skeleton.ts'
export type { Discovered, LogLine, MachineState, RunState, Snapshot, TraceLine } from './snapshot.ts'
export { replay } from './store.ts'
export { diskName } from './word.ts'
export type { RollOut, RollOutState } from './work/deploy/rolling.ts'
export type { DeployStage, DeployStanding } from './work/deploy/standing.ts'
export type { HostStatus } from './work/status/answer.ts'
export type { Seen, StatusWatch } from './work/status/watch.ts'
