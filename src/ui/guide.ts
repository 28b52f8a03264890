/** The way to a first machine, as the screen sees it: one question after the other, and what is known so far. */
import type {
  Answers,
  Engine,
  Fault,
  Finding,
  FirstNetwork,
  FirstSite,
  NewFile,
  Plan,
  Wire,
} from '../engine/index.ts'
import type { Generated } from './screen.ts'

/** In their order. */
export const guideSteps = [
  'needs',
  'site',
  'wire',
  'addresses',
  'machine',
  'name',
  'disk',
  'network',
  'files',
  'plan',
] as const
export type GuideStep = (typeof guideSteps)[number]

export interface GuideState {
  readonly step: GuideStep
  /** The steps that were answered, and can be gone back to. */
  readonly behind: readonly GuideStep[]
  readonly answers: Answers
  /** What is being done now, when the operator has to wait. */
  readonly busy: string | null
  /** Why it did not go on. */
  readonly fault: Fault | null
  readonly needs: readonly Finding[]
  readonly wires: readonly Wire[]
  /** What was found on the wire: who else answers, which ports are free. */
  readonly around: readonly Finding[]
  /** Machines that were set up before this one. */
  readonly before: readonly string[]
  readonly profiles: readonly string[]
  /** Serving since a wire was chosen. */
  readonly engine: Pick<Engine, 'store'> | null
  readonly vendor: (mac: string) => string | null
  /** What will be written, before it is; and what becomes of it on the machine. */
  readonly files: readonly NewFile[]
  readonly generated: Generated | null
  /** The site as it was read back from what was written. */
  readonly plan: Plan | null
}

export type GuideAnswer =
  | { readonly step: 'needs' }
  | { readonly step: 'site'; readonly folder: string; readonly name: string }
  | { readonly step: 'wire'; readonly interface: string }
  | { readonly step: 'addresses'; readonly dhcp: FirstSite['dhcp'] }
  | { readonly step: 'machine'; readonly mac: string }
  | { readonly step: 'name'; readonly host: string; readonly profile: string }
  /** By its path on the machine. */
  | { readonly step: 'disk'; readonly path: string }
  | { readonly step: 'network'; readonly network: FirstNetwork | null }
  /** Written as they were shown. */
  | { readonly step: 'files' }
  /** The word: its disk may be erased. */
  | { readonly step: 'plan' }

export interface Guide {
  /** From the first question; or, with machines set up already, with the next one. */
  begin(): void
  answer(answer: GuideAnswer): void
  back(): void
  /** Looks again at what is needed or around; a machine that failed is tried again. */
  again(): void
}
