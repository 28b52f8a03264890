/** Services that do not come up: which, by which check, what it said, and whom they keep waiting. */
import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openRack, type Rack } from './rack.ts'

test('a service that never becomes healthy is named, with its check, its last word and whom it blocks', async () => {
  await using rack = await openRack({ count: 3, faults: ['machine1=unhealthy'], deadlines })
  await amendServices(rack, {
    'web-machine1': { health: { startup: 'systemctl is-active web', interval: 1 } },
    'web-machine2': { depends_on: ['web-machine1'] },
    'web-machine3': { depends_on: ['web-machine2'] },
  })
  const { engine, journey } = await rack.run()
  expect(await engine.settled).toMatchObject({ failed: 3, installed: 0 })
  const cause =
    'web-machine1 did not become healthy for 4 seconds: "systemctl is-active web" ended with 3: activating; ' +
    'web-machine2 on machine2, web-machine3 on machine3 cannot do without it'
  expect(journey('machine1').phase).toMatchObject({
    ...{ in: 'healthChecking', disk: 'installed' },
    fault: { code: 'health-silent', message: cause, place: 'machine1, healthChecking' },
  })
  for (const host of ['machine2', 'machine3'])
    expect(journey(host).phase).toMatchObject({
      ...{ in: 'pending', disk: 'untouched' },
      fault: { code: 'dependency-failed', message: `it waits for machine1, which failed: ${cause}` },
    })
})

test('one that started and does not answer is named too', async () => {
  await using rack = await openRack({ count: 1, faults: ['machine1=unhealthy'] })
  const health = { liveness: 'curl -fsS http://localhost/', interval: 1, retries: 2 }
  await amendServices(rack, { 'web-machine1': { health } })
  const { engine, journey } = await rack.run()
  expect(await engine.settled).toMatchObject({ failed: 1 })
  expect(journey('machine1').phase).toMatchObject({
    fault: {
      code: 'service-unhealthy',
      message: 'web-machine1 is not healthy: "curl -fsS http://localhost/" ended with 7, without a word',
    },
  })
})

const deadlines = { healthChecking: 4 }

/** As an operator would, between describing the machines and running. */
const amendServices = async ({ fleet }: Rack, changes: Readonly<Record<string, object>>): Promise<void> => {
  const site = JSON.parse(await readFile(fleet.sitePath, 'utf8')) as { services: Record<string, object> }
  for (const [name, change] of Object.entries(changes)) Object.assign(site.services[name] ?? {}, change)
  await writeFile(fleet.sitePath, JSON.stringify(site))
}
