/** What came of looking at a machine, and of giving it another system: judged and folded as it always is. */
import { succeed } from '../../src/engine/errors.ts'
import type { RollOutState } from '../../src/engine/index.ts'
import type { DeployFact } from '../../src/engine/work/deploy/facts.ts'
import { afterFact, waiting } from '../../src/engine/work/deploy/standing.ts'
import type { Answer, HostStatus } from '../../src/engine/work/status/answer.ts'
import { judgeStatus } from '../../src/engine/work/status/judge.ts'
import { host } from '../engine/plans.ts'
import { noon } from './runs.ts'

export const statusOf = (name: string, answer: Answer, wanted = '/nix/store/new'): HostStatus =>
  judgeStatus({
    host: host(name),
    tried: [{ address: '10.0.0.7', sources: ['site', 'record'], answer }],
    wanted: succeed(wanted),
    record: { hostKey: 'k', system: wanted, address: '10.0.0.7', at: 1000 },
    agentAt: null,
  })

const steps = ['examining', 'copying', 'arming', 'switching', 'confirming'] as const

/** What is told of a machine until it is at this step. */
export const deployedTo = (
  step: (typeof steps)[number],
  ...more: readonly DeployFact[]
): readonly DeployFact[] => [
  { type: 'deployStep', step: 'examining' },
  { type: 'deployStarted', address: '10.0.0.7', from: '/nix/store/a', to: '/nix/store/b' },
  ...steps.slice(1, steps.indexOf(step) + 1).map(step => ({ type: 'deployStep', step }) as const),
  ...more,
]

/** A roll-out under way, of which so much was told. */
export const rollOutWith = (told: Readonly<Record<string, readonly DeployFact[]>>): RollOutState => ({
  ...{ stage: 'running', action: 'switch', window: 60 },
  hosts: Object.entries(told).map(([host, facts]) =>
    facts.reduce((was, fact) => afterFact(was, fact, noon), waiting(host, noon)),
  ),
})
