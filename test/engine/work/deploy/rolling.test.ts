/** A roll-out as it is looked at, begun and stopped; what is done to a machine is told by the test. */
import { expect, test } from 'vitest'
import type { Deployment } from '../../../../src/engine/work/deploy/deployment.ts'
import type { DeployFact } from '../../../../src/engine/work/deploy/facts.ts'
import { createRollOut } from '../../../../src/engine/work/deploy/rolling.ts'
import { fault } from '../../journeys.ts'
import { host, plan } from '../../plans.ts'

const hosts = [host('node1', { wave: 1 }), host('node2', { wave: 2 })]
const deployment = { plan: plan(hosts), action: 'switch', window: 60 } as unknown as Deployment

const facts: readonly DeployFact[] = [
  { type: 'deployStep', step: 'examining' },
  { type: 'deployStarted', address: '10.0.0.1', from: '/nix/store/a', to: '/nix/store/b' },
  { type: 'deployStep', step: 'copying' },
  { type: 'logged', line: 'copying 3 paths' },
  { type: 'deployStep', step: 'switching' },
  { type: 'deployStep', step: 'confirming' },
  { type: 'revertsIn', seconds: 30 },
  { type: 'healthChanged', service: 'db', state: 'healthy', detail: '' },
]

test('is what its facts say it is, step by step', async () => {
  let now = 1000
  const rolling = createRollOut(hosts, deployment, { now: () => now }, async (one, { tell }) => {
    for (const fact of facts) tell(one, fact)
    now += 5000
    expect(rolling.getSnapshot().hosts.find(({ host }) => host === one.name)).toMatchObject({
      ...{ stage: 'confirming', address: '10.0.0.1', from: '/nix/store/a', to: '/nix/store/b' },
      ...{ past: ['examining', 'copying', 'switching'], log: ['copying 3 paths'], revertsAt: now + 25_000 },
      services: new Map([['db', { state: 'healthy', detail: '' }]]),
    })
    tell(one, { type: 'deployed', system: '/nix/store/b' })
    return 'deployed'
  })
  expect(rolling.getSnapshot()).toMatchObject({ stage: 'ready', hosts: [{ stage: 'waiting' }, {}] })
  rolling.begin()
  rolling.begin()
  expect([...(await rolling.ended)]).toEqual([
    ['node1', 'deployed'],
    ['node2', 'deployed'],
  ])
  expect(rolling.getSnapshot()).toMatchObject({
    stage: 'over',
    hosts: [{ stage: 'deployed', revertsAt: null, endedAt: 6000 }, { stage: 'deployed' }],
  })
})

test('stopped once, starts nothing more; stopped twice, cuts off what has begun', async () => {
  const signals: boolean[] = []
  const rolling = createRollOut(hosts, deployment, { now: () => 0 }, async (one, { tell, signal }) => {
    rolling.stop()
    signals.push(signal.aborted)
    rolling.stop()
    signals.push(signal.aborted)
    tell(one, { type: 'deployFailed', fault })
    return 'deployFailed'
  })
  rolling.begin()
  expect([...(await rolling.ended).values()]).toEqual(['deployFailed', 'notStarted'])
  expect(signals).toEqual([false, true])
  expect(rolling.getSnapshot().hosts.map(({ fault }) => fault?.code)).toEqual([fault.code, 'wave-stopped'])
})

test('tells every fact to whoever observes, and no longer than they want', async () => {
  const told: string[] = []
  const rolling = createRollOut(hosts, deployment, { now: () => 7 }, async (one, { tell }) => {
    tell(one, { type: 'unchanged', system: '/nix/store/a' })
    unobserve()
    return 'unchanged'
  })
  const unobserve = rolling.observe((host, { type }, at) => told.push(`${at} ${host} ${type}`))
  rolling.begin()
  await rolling.ended
  expect(told).toEqual(['7 node1 unchanged'])
})
