import { expect, it } from 'vitest'
import type { Host } from '../../../../src/engine/plan.ts'
import type { Deployment } from '../../../../src/engine/work/deploy/deployment.ts'
import type { DeployEnd, DeployFact } from '../../../../src/engine/work/deploy/facts.ts'
import { rollOut } from '../../../../src/engine/work/deploy/roll-out.ts'
import { host, plan } from '../../plans.ts'

const hosts = [
  host('canary1', { wave: 1 }),
  host('node2', { wave: 2 }),
  host('node3', { wave: 2 }),
  host('node4', { wave: 3 }),
]

const roll = async (
  ending: Readonly<Record<string, DeployEnd>>,
  halted = (_: readonly string[]) => false,
) => {
  const begun: string[] = []
  const told: string[] = []
  const tell = (host: Host, fact: DeployFact): void => {
    told.push(`${host.name} ${fact.type}: ${'fault' in fact ? fact.fault.message : ''}`)
  }
  const deployment = { plan: plan(hosts), tell } as unknown as Deployment
  const deploy = async (host: Host): Promise<DeployEnd> => {
    begun.push(host.name)
    return ending[host.name] ?? 'deployed'
  }
  const ends = await rollOut(hosts, deployment, () => halted(begun), deploy)
  return { begun, told, ends: Object.fromEntries(ends) }
}

it('goes wave by wave when each comes through', async () => {
  const { begun, told } = await roll({ node2: 'unchanged' })
  expect(begun).toEqual(['canary1', 'node2', 'node3', 'node4'])
  expect(told).toEqual([])
})

it('goes no further than the first wave that did not', async () => {
  const { begun, ends, told } = await roll({ node2: 'reverted' })
  expect(begun).toEqual(['canary1', 'node2', 'node3'])
  expect(ends).toEqual({ canary1: 'deployed', node2: 'reverted', node3: 'deployed', node4: 'notStarted' })
  expect(told).toEqual(['node4 notStarted: it was left as it is: node2 before it did not come through'])
})

it('starts nothing more once the operator says so', async () => {
  const { begun, ends } = await roll({}, begun => begun.includes('canary1'))
  expect(begun).toEqual(['canary1'])
  expect(Object.values(ends)).toEqual(['deployed', 'notStarted', 'notStarted', 'notStarted'])
})
