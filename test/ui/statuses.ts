/** What came of looking at a machine, judged as it always is. */
import { succeed } from '../../src/engine/errors.ts'
import { type Answer, type HostStatus, judgeStatus } from '../../src/engine/work/status.ts'
import { host } from '../engine/plans.ts'

export const statusOf = (name: string, answer: Answer, wanted = '/nix/store/new'): HostStatus =>
  judgeStatus({
    host: host(name),
    tried: [{ address: '10.0.0.7', sources: ['site', 'record'], answer }],
    wanted: succeed(wanted),
    record: { hostKey: 'k', system: wanted, address: '10.0.0.7', at: 1000 },
    agentAt: null,
  })
