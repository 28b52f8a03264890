/** What happens to a machine that is given another system, as facts in the past tense. */
import type { Fault } from '../../errors.ts'
import type { ServiceState } from '../../events.ts'

export type DeployStep = 'examining' | 'copying' | 'arming' | 'switching' | 'confirming' | 'reverting'

export type DeployFact =
  | { readonly type: 'deployStarted'; readonly address: string; readonly from: string; readonly to: string }
  | { readonly type: 'deployStep'; readonly step: DeployStep }
  | { readonly type: 'logged'; readonly line: string }
  /** Unless it is confirmed by then, it switches itself back. */
  | { readonly type: 'revertsIn'; readonly seconds: number }
  | {
      readonly type: 'healthChanged'
      readonly service: string
      readonly state: ServiceState
      readonly detail: string
    }
  | { readonly type: Extract<DeployEnd, 'deployed' | 'unchanged'>; readonly system: string }
  /** The old system was seen running again. */
  | { readonly type: 'reverted'; readonly system: string; readonly fault: Fault }
  | { readonly type: 'deployFailed'; readonly fault: Fault }
  | { readonly type: 'notStarted'; readonly fault: Fault }

export type DeployEnd = 'deployed' | 'unchanged' | 'reverted' | 'deployFailed' | 'notStarted'
