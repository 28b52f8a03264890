/** Nothing goes wrong: every machine goes through every phase, and the run leaves a full account and nothing else. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Journey, type RunEvent, replay } from '../../src/engine/index.ts'
import { firmwareKinds } from '../../src/lab/simulated/spec.ts'
import { openRack } from './rack.ts'

const wayOf = ({ past, phase }: Journey): readonly string[] => [...past.map(({ name }) => name), phase.name]

const everyPhase = [
  ...['pending', 'checking', 'waking', 'offered', 'fetching', 'booting', 'phonedHome'],
  ...['partitioning', 'copying', 'installing', 'rebooting', 'verifying', 'healthChecking', 'done'],
]

test('every kind of firmware, from power-off to verified, through every phase in order', async () => {
  const machines = firmwareKinds.flatMap(firmware =>
    (['network', 'disk'] as const).map(bootOrder => ({
      name: `${firmware}-${bootOrder}`,
      firmware,
      bootOrder,
    })),
  )
  await using rack = await openRack({ machines })
  const { engine, events, journey } = await rack.run()
  expect(await engine.settled).toMatchObject({
    installed: machines.length,
    skipped: 0,
    failed: 0,
    aborted: 0,
  })
  for (const { name, firmware } of machines) {
    expect(wayOf(journey(name)), name).toEqual(everyPhase)
    expect(filesTaken(events, name), name).toEqual(filesOf(firmware))
    expect(events.filter(event => event.type === 'started' && event.host === name)).toHaveLength(1)
    expect(rack.fleet.machine(name)?.state).toBe('installed')
  }
})

/** What a machine took whole, in its order. */
const filesTaken = (events: readonly RunEvent[], host: string): readonly string[] => {
  const whole = events.flatMap(event =>
    event.type === 'fetched' && event.host === host && event.bytes === event.total ? [event.file] : [],
  )
  return [...new Set(whole)]
}

/** A network card with iPXE in it needs no boot program. */
const filesOf = (firmware: string): readonly string[] => [
  ...(firmware === 'bios' ? [] : ['firmware']),
  ...['script', 'kernel', 'initrd'],
]

test('a network without an address server: the engine gives the addresses too', async () => {
  await using rack = await openRack({ count: 2, dhcp: 'server' })
  const { engine, told, reached } = await rack.run()
  expect(await told('serving')).toMatchObject({ mode: 'server' })
  expect(await reached('machine1', 'done')).toMatchObject({ address: '127.77.1.1' })
  expect(await engine.settled).toMatchObject({ installed: 2 })
})

test('the journal is the run: what was told, to the letter, and the same snapshot when replayed', async () => {
  await using rack = await openRack({ count: 2 })
  const { engine, events } = await rack.run()
  const { journal } = await engine.settled
  const kept = readFileSync(journal ?? '', 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as RunEvent)
  expect(kept).toEqual(events)
  expect(kept.at(-1)).toMatchObject({ type: 'settled', installed: 2 })
  expect(replay(kept)).toEqual(engine.store.getSnapshot())
})
