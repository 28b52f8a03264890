/** How far each machine of a roll-out has come: folded from its facts, and from nothing else. */
import type { Fault } from '../../errors.ts'
import type { ServiceState } from '../../events.ts'
import type { DeployEnd, DeployFact, DeployStep } from './facts.ts'

export type DeployStage = 'waiting' | DeployStep | DeployEnd

export interface DeployStanding {
  readonly host: string
  readonly stage: DeployStage
  /** When it got there; when its turn came, and when it was over. */
  readonly since: number
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly address: string | null
  readonly from: string | null
  readonly to: string | null
  /** When it goes back by itself, unless it is confirmed before. */
  readonly revertsAt: number | null
  /** The steps it went through. */
  readonly past: readonly DeployStep[]
  readonly services: ReadonlyMap<string, { readonly state: ServiceState; readonly detail: string }>
  readonly log: readonly string[]
  readonly fault: Fault | null
}

export const waiting = (host: string, at: number): DeployStanding => ({
  ...{ host, stage: 'waiting', since: at, startedAt: null, endedAt: null, address: null },
  ...{ from: null, to: null, revertsAt: null, past: [], services: new Map(), log: [], fault: null },
})

/** A build says much; what is longer than this is in nobody's memory. */
const remembered = 2000

export const afterFact = (was: DeployStanding, fact: DeployFact, at: number): DeployStanding => {
  switch (fact.type) {
    case 'deployStarted':
      return { ...was, address: fact.address, from: fact.from, to: fact.to }
    case 'deployStep':
      return {
        ...{ ...was, stage: fact.step, since: at, startedAt: was.startedAt ?? at },
        past: isStep(was.stage) ? [...was.past, was.stage] : was.past,
      }
    case 'logged':
      return { ...was, log: [...was.log, fact.line].slice(-remembered) }
    case 'revertsIn':
      return { ...was, revertsAt: at + fact.seconds * 1000 }
    case 'healthChanged': {
      const { service, state, detail } = fact
      return { ...was, services: new Map(was.services).set(service, { state, detail }) }
    }
    case 'deployed':
    case 'unchanged':
      return { ...ended(was, fact.type, at), from: was.from ?? fact.system, to: fact.system }
    case 'reverted':
    case 'deployFailed':
    case 'notStarted':
      return { ...ended(was, fact.type, at), fault: fact.fault }
    default:
      return fact satisfies never
  }
}

const ended = (was: DeployStanding, stage: DeployEnd, at: number): DeployStanding => ({
  ...{ ...was, stage, since: at, endedAt: at, revertsAt: null },
  past: isStep(was.stage) ? [...was.past, was.stage] : was.past,
})

const steps: readonly DeployStage[] = [
  ...(['examining', 'copying', 'arming', 'switching', 'confirming', 'reverting'] as const),
]
const isStep = (stage: DeployStage): stage is DeployStep => steps.includes(stage)
