/** The whole program, in proxy mode beside the site's own address server: real firmware, disks, Nix and SSH. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type VirtualMachine, virtualMachine } from '../../src/lab/vm/machine.ts'
import { filesHolding, putOut, storePaths } from './canary.ts'
import { about, phaseOf, type Run } from './engine-run.ts'
import { openYard, type Yard } from './engine-yard.ts'
import { stopwatch } from './ground.ts'
import { overheadTable } from './overhead.ts'

const mac = (last: number) => `52:54:00:77:00:0${last}`
const machines: readonly VirtualMachine[] = [
  virtualMachine({ name: 'machine1', mac: mac(1), order: 'network-first' }),
  virtualMachine({ name: 'machine2', mac: mac(2), order: 'network-first', firmware: 'uefi' }),
  virtualMachine({ name: 'machine3', mac: mac(3), firmware: 'uefi', network: 'http' }),
]
const stranger = virtualMachine({ name: 'stranger', mac: mac(9) })
const names = machines.map(({ name }) => name)
const site = {
  // Long enough for firmware on a busy machine; short enough to wait for the one that never wakes.
  provision: { deadlines: { waking: '120s' } },
  hosts: {
    ...Object.fromEntries(
      machines.map(({ name, mac }) => [
        name,
        {
          mac,
          disks: [{ serial: `FL-${name}` }],
          secrets: [{ from: 'canary', to: '/etc/canary', mode: '0600' }],
        },
      ]),
    ),
    machine8: { mac: mac(8) },
  },
}

describe('three kinds of firmware at once, beside a stranger and one that never wakes', () => {
  let yard: Yard
  const begun = new Date()
  beforeAll(async () => {
    yard = await openYard([...machines, stranger], site, { addressServer: true })
  })
  afterAll(() => yard?.clear())

  it('goes from off to verified', { timeout: 900_000 }, async () => {
    const took = stopwatch()
    const canary = await putOut(yard.workplace.folder, 'canary')
    const run = yard.workplace.run('proxy-first')
    yard.machine('stranger').power.on()
    const noticed = yard.noticing(run, names)
    expect(await run.ended, run.complaints.join('\n')).toBe(1)
    console.info(`installed ${names.length} at once: ${took()}\n${overheadTable(run, names, noticed())}`)

    for (const name of names) {
      expect(phaseOf(run, name), name).toMatchObject({ name: 'done' })
      expect(await yard.enter(run, name, 'stat -c %a:%U /etc/canary; cat /etc/canary')).toBe(
        `600:root\n${canary.text}`,
      )
    }
    expect(phaseOf(run, 'machine8')).toMatchObject({ name: 'failed', in: 'waking', fault: { remedy: /\w/ } })
    expect(run.events.find(({ type }) => type === 'discovered')).toMatchObject({
      mac: stranger.mac,
      why: 'unknown',
    })
    expect(yard.machine('stranger').console.lines.join('\n')).not.toMatch(/firstlight|ready/)

    expect(await canary.stopWatching()).toEqual([])
    const outside = [join(yard.workplace.folder, 'state'), join(yard.workplace.folder, 'tmp')]
    expect(
      await filesHolding(canary.text, [
        ...outside,
        join(inject('cache'), 'logs'),
        ...(await storePaths(begun)),
      ]),
    ).toEqual([])
  })

  it('is skipped by a second run, and asks the network first only to boot its disk', {
    timeout: 600_000,
  }, async () => {
    const took = stopwatch()
    const before = await Promise.all(names.map(name => yard.bootId(name)))
    const run: Run = yard.workplace.run('proxy-second')
    await Promise.all(names.map(name => run.until(about(name, 'probed'))))
    expect(names.map(name => phaseOf(run, name).name)).toEqual(names.map(() => 'skipped'))
    expect(await Promise.all(names.map(name => yard.bootId(name)))).toEqual(before)

    await Promise.all(['machine1', 'machine2'].map(name => yard.powerCycle(name)))
    const offers = run.events.flatMap(event =>
      event.type === 'offered' ? `${event.host}: ${event.purpose}` : [],
    )
    expect([...new Set(offers)].sort()).toEqual(['machine1: disk', 'machine2: disk'])
    run.signal('SIGINT')
    expect(await run.ended).toBe(130)
    expect(
      (await Promise.all(names.map(name => yard.bootId(name)))).map((id, n) => id === before[n]),
    ).toEqual([false, false, true])
    console.info(`a second run, with two machines power-cycled under it: ${took()}`)
  })
})
