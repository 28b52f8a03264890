import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { status } from '../../src/cli/status.ts'
import { openLab, patient } from './rig.ts'

const states = (said: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    said
      .map(line => JSON.parse(line) as { host: string; state: string })
      .map(({ host, state }) => [host, state]),
  )

test('off, installed and current, out of date, foreign: each told apart, and how', async () => {
  await using lab = await openLab({ count: 3, faults: ['machine2=old-system'] })
  const before = lab.desk()
  expect(await status({ ...lab.flags, json: true }, before)).toBe(0)
  expect(states(before.said)).toEqual({ machine1: 'off', machine2: 'off', machine3: 'off' })

  await lab.install({ host: ['machine1', 'machine2'] })
  const after = lab.desk()
  await status({ ...lab.flags, json: true }, after)
  expect(states(after.said)).toEqual({ machine1: 'current', machine2: 'outdated', machine3: 'off' })
  expect(JSON.parse(after.said[0] ?? '')).toMatchObject({
    type: 'status',
    address: '127.77.1.1',
    sources: expect.arrayContaining(['site', 'record', 'agent']),
    since: expect.any(Number),
  })

  const stranger = lab.desk()
  await status(
    { ...lab.flags, json: true, records: `${lab.folder}/empty.json` },
    {
      ...stranger,
      env: { XDG_STATE_HOME: `${lab.folder}/nowhere` },
    },
  )
  expect(states(stranger.said)).toMatchObject({ machine1: 'foreign', machine3: 'off' })
})

test('a machine whose services do not answer is current, and said not to be healthy', async () => {
  await using lab = await openLab({
    ...{ count: 2, faults: ['machine2=unhealthy'] },
    deadlines: { ...patient, healthChecking: 2 },
  })
  await lab.install()
  const desk = lab.desk()
  await status({ ...lab.flags, json: true }, desk)
  const check = '"systemctl is-active --quiet web" ended with 3, without a word'
  expect(desk.said.map(line => JSON.parse(line) as object)).toMatchObject([
    {
      state: 'current',
      health: [{ service: 'web-machine1', why: null }],
      detail: 'installed and current, and healthy',
    },
    {
      ...{ state: 'current', health: [{ service: 'web-machine2', why: check }] },
      detail: `installed and current; web-machine2 is not healthy: ${check}`,
      remedy: 'Look at it on the machine: journalctl -u web-machine2',
    },
  ])

  // Watched, it is told the same, and once: between two rounds of checks nothing has changed.
  const told: { host: string; detail: string }[] = []
  const watcher = lab.desk({ out: line => told.push(JSON.parse(line)) })
  const watching = status({ ...lab.flags, json: true, watch: true }, watcher)
  await setTimeout(5000)
  watcher.interrupt()
  expect(await watching).toBe(130)
  expect(told.toSorted((one, other) => one.host.localeCompare(other.host))).toMatchObject([
    { host: 'machine1', detail: 'installed and current, and healthy' },
    { host: 'machine2', detail: `installed and current; web-machine2 is not healthy: ${check}` },
  ])
})

test('as a table, for people', async () => {
  await using lab = await openLab({ count: 1 })
  const desk = lab.desk()
  await status(lab.flags, desk)
  expect(desk.said[0]).toMatch(/^HOST +STATE +ADDRESS +KNOWN FROM +SINCE +HOW WE KNOW$/)
  expect(desk.said[1]).toMatch(/^machine1 +off +127\.77\.1\.1 +site +- +127\.77\.1\.1 does not answer$/)
})

test('watched, a machine that goes off is told, with the time', async () => {
  await using lab = await openLab({ count: 1 })
  await lab.install()
  const seen: { state: string; since: number | null }[] = []
  const desk = lab.desk({
    out: line => {
      seen.push(JSON.parse(line))
      if (seen.length === 1) lab.fleet.machine('machine1')?.powerOff()
      else desk.interrupt()
    },
  })
  expect(await status({ ...lab.flags, json: true, watch: true }, desk)).toBe(130)
  expect(seen).toMatchObject([{ state: 'current' }, { state: 'off', since: expect.any(Number) }])
})

test('a host that is not in the site is named, with those that are', async () => {
  await using lab = await openLab({ count: 1 })
  const desk = lab.desk()
  expect(await status({ ...lab.flags, host: ['nobody'] }, desk)).toBe(2)
  expect(desk.complained.join()).toMatch(/no host "nobody"; it manages machine1/)
})
