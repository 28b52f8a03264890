import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { deploy, rollback } from '../../src/cli/deploy.ts'
import { status } from '../../src/cli/status.ts'
import type { DeployFact } from '../../src/engine/work/deploy/facts.ts'
import { type Lab, openLab } from './rig.ts'

type Told = DeployFact & { readonly host: string }

const change = async (lab: Lab, action: typeof deploy, given: Partial<Parameters<typeof deploy>[0]> = {}) => {
  const desk = lab.desk()
  const nixosRebuild = lab.fleet.nixosRebuild
  const code = await action({ ...lab.flags, nixosRebuild, json: true, confirmWithin: 20, ...given }, desk)
  const told = desk.said.map(line => JSON.parse(line) as Told)
  return { code, told, ends: told.filter(({ type }) => ends.includes(type)), complained: desk.complained }
}

const ends: readonly DeployFact['type'][] = [
  'deployed',
  'unchanged',
  'reverted',
  'deployFailed',
  'notStarted',
]

const systemOn = (lab: Lab, name: string) => {
  const contents = lab.fleet.machine(name)?.disks[0]?.contents
  return contents?.kind === 'installed' ? contents.system : undefined
}

const stateOf = async (lab: Lab): Promise<unknown> => {
  const desk = lab.desk()
  await status({ ...lab.flags, json: true }, desk)
  return desk.said.map(line => JSON.parse(line) as { host: string; state: string }).map(({ state }) => state)
}

test('deployed, confirmed over a new connection, recorded; rolled back; deployed anew', async () => {
  await using lab = await openLab({ count: 1 })
  await lab.install()
  const first = systemOn(lab, 'machine1') ?? ''
  expect((await change(lab, deploy)).ends).toMatchObject([{ type: 'unchanged', system: first }])

  const second = await lab.fleet.release('machine1', 'next')
  expect(await stateOf(lab)).toEqual(['outdated'])
  const deployed = await change(lab, deploy)
  expect(deployed).toMatchObject({ code: 0, ends: [{ type: 'deployed', host: 'machine1', system: second }] })
  expect(deployed.told.flatMap(fact => (fact.type === 'deployStep' ? [fact.step] : []))).toEqual([
    ...['examining', 'copying', 'arming', 'switching', 'confirming'],
  ])
  expect(deployed.told).toContainEqual(
    expect.objectContaining({ type: 'revertsIn', seconds: expect.any(Number) }),
  )
  expect(deployed.told).toContainEqual(expect.objectContaining({ type: 'healthChanged', state: 'healthy' }))
  expect(systemOn(lab, 'machine1')).toBe(second)
  expect(await stateOf(lab)).toEqual(['current'])
  const records = await readFile(`${lab.folder}/state/firstlight/lab/machines.json`, 'utf8')
  expect(JSON.parse(records)).toMatchObject({ hosts: { machine1: { system: second } } })

  const back = await change(lab, rollback, { host: ['machine1'] })
  expect(back).toMatchObject({ code: 0, ends: [{ type: 'deployed', system: first }] })
  expect(await stateOf(lab)).toEqual(['outdated'])
  const nowhere = await change(lab, rollback, { host: ['machine1'] })
  expect(nowhere.code).toBe(1)
  expect(systemOn(lab, 'machine1')).toBe(first)
}, 60_000)

test('a system that loses the network: the machine goes back by itself, and is seen to', async () => {
  await using lab = await openLab({ count: 1 })
  await lab.install()
  const first = systemOn(lab, 'machine1')
  await lab.fleet.release('machine1', 'loses-network')
  const { code, ends } = await change(lab, deploy, { confirmWithin: 6 })
  expect(code).toBe(1)
  expect(ends).toMatchObject([{ type: 'reverted', system: first, fault: { code: 'not-confirmed' } }])
  expect(systemOn(lab, 'machine1')).toBe(first)
}, 60_000)

test('a system whose service does not get well, and one that cannot be activated, go back at once', async () => {
  await using lab = await openLab({ count: 2 })
  await lab.install()
  const [first, second] = [systemOn(lab, 'machine1'), systemOn(lab, 'machine2')]
  await lab.fleet.release('machine1', 'unhealthy')
  await lab.fleet.release('machine2', 'fails-to-switch')
  const sick = await change(lab, deploy, { host: ['machine1'], confirmWithin: 6 })
  expect(sick.ends).toMatchObject([{ type: 'reverted', system: first, fault: { code: 'not-confirmed' } }])
  const broken = await change(lab, deploy, { host: ['machine2'] })
  expect(broken.ends).toMatchObject([
    { type: 'reverted', system: second, fault: { code: 'deploy-switch-failed' } },
  ])
  expect([systemOn(lab, 'machine1'), systemOn(lab, 'machine2')]).toEqual([first, second])
}, 60_000)

test('nothing is switched where nothing of ours answers, or where the address of the session would go', async () => {
  await using lab = await openLab({ count: 2 })
  await lab.install({ host: ['machine1'] })
  await lab.fleet.release('machine1', 'next')
  const off = await change(lab, deploy, { host: ['machine2'] })
  expect(off.ends).toMatchObject([{ type: 'deployFailed', fault: { code: 'not-deployable' } }])

  await lab.rewriteSite(site => {
    site.hosts.machine1 = {
      ...site.hosts.machine1,
      interfaces: { eno1: { network: 'rack', address: '127.77.9.9/16' } },
    }
  })
  const lost = await change(lab, deploy, { host: ['machine1'] })
  expect(lost.ends).toMatchObject([
    {
      type: 'deployFailed',
      fault: { code: 'session-address-lost', message: expect.stringContaining('127.77.1.1') },
    },
  ])
  const meant = await change(lab, deploy, { host: ['machine1'], allowAddressLoss: ['machine1'] })
  expect(meant.ends).toMatchObject([{ type: 'deployed' }])
}, 60_000)

test('a deployment begun twice holds the first one’s way back sacred', async () => {
  await using lab = await openLab({ count: 1 })
  await lab.install()
  // Not confirmed until its time is up: however late the other comes, the way back is still armed.
  await lab.fleet.release('machine1', 'unhealthy')
  const given = { confirmWithin: 8 }
  const both = await Promise.all([change(lab, deploy, given), change(lab, deploy, given)])
  const all = both.flatMap(({ ends }) => ends.map(({ type }) => type)).sort()
  expect(all).toEqual(['deployFailed', 'reverted'])
  expect(both.flatMap(({ ends }) => ends)).toContainEqual(
    expect.objectContaining({ fault: expect.objectContaining({ code: 'revert-not-armed' }) }),
  )
}, 60_000)

test('a roll-back is never of everything by chance', async () => {
  await using lab = await openLab({ count: 1 })
  expect(await change(lab, rollback)).toMatchObject({
    code: 2,
    complained: [expect.stringContaining('host-needed')],
  })
})
