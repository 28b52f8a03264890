/** What the operator decides: the word for a disk, retrying, stopping, running again. */
import { expect, test } from 'vitest'
import { type Disk, diskName } from '../../src/engine/index.ts'
import { firmwareKinds } from '../../src/lab/simulated/spec.ts'
import { openRack } from './rack.ts'

const named = (disks: readonly Disk[]): readonly string[] => disks.map(diskName)

test('a disk that holds data is held until the word for exactly this disk', async () => {
  await using rack = await openRack({ count: 2, faults: ['machine1=occupied-disk'] })
  const { engine, reached, journey } = await rack.run({ attended: true })
  const { erases, fault } = await reached('machine1', 'held')
  expect(fault).toMatchObject({ code: 'disk-holds-data', message: expect.stringContaining('customers') })
  expect(named(erases)).toEqual(['virtio-LAB000001'])
  await reached('machine2', 'done')
  expect(rack.fleet.machine('machine1')?.disks[0]?.contents.kind).toBe('data')

  engine.command({ type: 'wordGiven', host: 'machine1', disks: ['virtio-SOMEBODY-ELSES'] })
  await reached('machine1', 'phonedHome')
  expect(named((await reached('machine1', 'held')).erases)).toEqual(['virtio-LAB000001'])
  expect(rack.fleet.machine('machine1')?.disks[0]?.contents.kind).toBe('data')

  engine.command({ type: 'wordGiven', host: 'machine1', disks: named(erases) })
  await reached('machine1', 'done')
  expect(journey('machine1').attempt).toBe(1)
  expect(rack.fleet.machine('machine1')?.disks[0]?.contents.kind).toBe('installed')
})

test('when nobody is there any more, what is held fails untouched and the run comes to its end', async () => {
  await using rack = await openRack({ count: 2, faults: ['machine1=occupied-disk'] })
  const { engine, reached, journey } = await rack.run({ attended: true })
  await reached('machine1', 'held')
  await reached('machine2', 'done')
  engine.unattend()
  expect(await engine.settled).toMatchObject({ installed: 1, failed: 1 })
  expect(journey('machine1').phase).toMatchObject({ in: 'held', fault: { code: 'disk-holds-data' } })
  expect(rack.fleet.machine('machine1')?.disks[0]?.contents.kind).toBe('data')
})

test('the word given beforehand is enough', async () => {
  await using rack = await openRack({ count: 1, faults: ['machine1=occupied-disk'] })
  const { engine } = await rack.run({ wipe: ['machine1'] })
  expect(await engine.settled).toMatchObject({ installed: 1, failed: 0 })
})

test('a machine that lost its power half way is retried, and asks again before its disk is erased', async () => {
  await using rack = await openRack({ count: 1, faults: ['machine1=dies-in=copying'] })
  const { engine, reached, journey } = await rack.run({ attended: true })
  expect(await reached('machine1', 'failed')).toMatchObject({ in: 'copying', disk: 'halfWritten' })
  engine.command({ type: 'retried', host: 'machine1' })
  const { fault, erases } = await reached('machine1', 'held')
  expect(fault.code).toBe('disk-holds-data')
  engine.command({ type: 'wordGiven', host: 'machine1', disks: named(erases) })
  await reached('machine1', 'done')
  expect(journey('machine1').attempt).toBe(2)
})

test('a machine that failed and stands in our installer is restarted when it is retried', async () => {
  await using rack = await openRack({ count: 1, faults: ['machine1=disko-fails'] })
  const { engine, reached, told, events } = await rack.run({ attended: true })
  await reached('machine1', 'failed')
  const before = new Set(events)
  engine.command({ type: 'retried', host: 'machine1' })
  await told('phonedHome', event => !before.has(event))
  expect(events.filter(event => event.type === 'probed')).toMatchObject([{}, { state: 'installer' }])
})

const networkFirst = firmwareKinds.map(firmware => ({
  name: firmware,
  firmware,
  bootOrder: 'network' as const,
}))

test('once installed, machines that boot from the network are told to boot their disk', async () => {
  await using rack = await openRack({ machines: networkFirst })
  const { events, reached, journey } = await rack.run({ attended: true })
  await Promise.all(firmwareKinds.map(name => reached(name, 'done')))
  const since = events.length
  for (const machine of rack.fleet.machines) {
    machine.powerOff()
    machine.powerOn()
  }
  await Promise.all(rack.fleet.machines.map(machine => machine.reached('installed')))
  for (const name of firmwareKinds) {
    const offers = events
      .slice(since)
      .flatMap(event => (event.type === 'offered' && event.host === name ? [event.purpose] : []))
    expect(new Set(offers), name).toEqual(new Set(['disk']))
    expect(journey(name).phase.name).toBe('done')
  }
})

test('run again, installed machines are skipped, and may be switched off and on meanwhile', async () => {
  await using rack = await openRack({ machines: networkFirst.slice(0, 2) })
  expect(await (await rack.run()).engine.settled).toMatchObject({ installed: 2 })
  const { engine, reached, events } = await rack.run({ attended: true })
  expect(await reached('bios', 'skipped')).toMatchObject({
    why: expect.stringContaining('installed and current'),
  })
  await reached('bios-pxe', 'skipped')
  const machine = rack.fleet.machine('bios-pxe')
  machine?.powerOff()
  machine?.powerOn()
  await machine?.reached('installed')
  expect(events.filter(({ type }) => type === 'woke' || type === 'phonedHome')).toEqual([])
  engine.stop('enough')
  expect(await engine.settled).toMatchObject({ installed: 0, skipped: 2, failed: 0, aborted: 0 })
})

test('an installed machine that is off is not taken for blank: it is held', async () => {
  await using rack = await openRack({ machines: [{ bootOrder: 'network' }] })
  await (await rack.run()).engine.settled
  const machine = rack.fleet.machine('machine1')
  machine?.powerOff()
  const { engine, journey } = await rack.run()
  expect(await engine.settled).toMatchObject({ installed: 0, failed: 1 })
  expect(journey('machine1').phase).toMatchObject({ in: 'held', fault: { code: 'disk-holds-data' } })
  expect(machine?.disks[0]?.contents.kind).toBe('installed')
})

test('a machine that was only just starting when it was looked for is recognised while it is woken', async () => {
  await using rack = await openRack({ machines: [{ bootOrder: 'disk' }] })
  await (await rack.run()).engine.settled
  const machine = rack.fleet.machine('machine1')
  machine?.powerOff()
  const { engine, journey, events } = await rack.run()
  expect(await engine.settled).toMatchObject({ installed: 0, skipped: 1, failed: 0 })
  expect(journey('machine1').past.map(({ name }) => name)).toEqual(['pending', 'checking', 'waking'])
  expect(journey('machine1').phase).toMatchObject({
    name: 'skipped',
    why: expect.stringMatching(/^installed and current/),
  })
  expect(events.filter(({ type }) => type === 'offered')).toEqual([])
  expect(machine?.disks[0]?.contents.kind).toBe('installed')
})

test('and when what starts is not ours, it is held until the word, which is asked for once', async () => {
  await using rack = await openRack({
    machines: [{ bootOrder: 'disk' }],
    faults: ['machine1=wrong-host-key'],
  })
  await (await rack.run()).engine.settled
  const machine = rack.fleet.machine('machine1')
  machine?.powerOff()
  const { engine, reached, told, journey, events } = await rack.run({ attended: true })
  expect((await reached('machine1', 'held')).fault).toMatchObject({
    ...{ code: 'foreign-system', place: 'machine1, waking' },
  })
  const before = new Set(events)
  engine.command({ type: 'wordGiven', host: 'machine1', disks: [] })
  await told('woke', event => !before.has(event))
  expect(journey('machine1')).toMatchObject({ phase: { name: 'waking' }, word: [] })
  expect(machine?.disks[0]?.contents.kind).toBe('installed')
})

test('a machine nobody listed gets silence, and is seen', async () => {
  await using rack = await openRack({ machines: [{}, { name: 'stranger', listed: false }] })
  const { engine, told, events } = await rack.run()
  rack.fleet.powerOn('stranger')
  const stranger = rack.fleet.machine('stranger')
  const mac = stranger?.spec.macs[0] ?? ''
  expect(await told('discovered', event => event.mac === mac)).toMatchObject({ why: 'unknown' })
  expect(await engine.settled).toMatchObject({ installed: 1, failed: 0 })
  expect(engine.store.getSnapshot().discovered).toHaveProperty([mac, 'why'], 'unknown')
  expect(events.filter(event => 'host' in event && event.host === 'stranger')).toEqual([])
  expect(stranger?.disks[0]?.contents.kind).toBe('blank')
  expect(['firmware', 'hung']).toContain(stranger?.state)
})

test('stopped once: what is being written comes to its end, nothing else begins', async () => {
  await using rack = await openRack({ count: 3, parallel: 1 })
  const { engine, reached, journey } = await rack.run()
  await reached('machine1', 'copying')
  engine.stop('Ctrl-C')
  expect(await engine.settled).toMatchObject({ installed: 1, aborted: 2, failed: 0 })
  expect(journey('machine2').phase).toEqual({ name: 'aborted', in: 'pending', disk: 'untouched' })
  expect(rack.fleet.machine('machine1')?.state).toBe('installed')
})

test('stopped twice: everything ends now, and what is left on the disks is said', async () => {
  await using rack = await openRack({ count: 2 })
  const { engine, reached, journey } = await rack.run()
  await reached('machine1', 'copying')
  engine.stop('Ctrl-C')
  engine.stop('Ctrl-C')
  expect(await engine.settled).toMatchObject({ installed: 0, aborted: 2, failed: 0 })
  expect(journey('machine1').phase).toEqual({ name: 'aborted', in: 'copying', disk: 'halfWritten' })
})
