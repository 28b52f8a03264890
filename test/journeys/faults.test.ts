/** A rack where every machine fails in its own way: each says its cause and remedy, and none stops another. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demo } from '../../src/cli/demo.ts'
import { type MachineState, type RunEvent, replay } from '../../src/engine/index.ts'
import { faultsKnown } from '../../src/lab/simulated/faults.ts'
import { contextIn } from './context.ts'

interface Ending {
  readonly in: string
  readonly disk: string
  readonly code: string
  readonly cause: RegExp
  readonly remedy: RegExp
}

/** What must be said of a machine that misbehaves so; nothing: it must come through all the same. */
const endings: Readonly<Record<string, Ending | undefined>> = {
  'silent-wol': {
    ...{ in: 'waking', disk: 'untouched', code: 'no-wake' },
    ...{ cause: /did not ask to boot/, remedy: /Power it on by hand/ },
  },
  'ignores-offer': {
    ...{ in: 'offered', disk: 'untouched', code: 'offer-ignored' },
    ...{ cause: /did not fetch it/, remedy: /address server/ },
  },
  'wrong-disk': {
    ...{ in: 'phonedHome', disk: 'untouched', code: 'wrong-disk' },
    ...{ cause: /is not in this machine; it has .*OTHER-/, remedy: /the right machine/ },
  },
  'occupied-disk': {
    ...{ in: 'held', disk: 'untouched', code: 'disk-holds-data' },
    ...{ cause: /not blank: .*customers/, remedy: /--wipe machine/ },
  },
  'wrong-host-key': {
    ...{ in: 'rebooting', disk: 'installed', code: 'wrong-host-key' },
    ...{ cause: /not the one installed/, remedy: /no other machine has this address/ },
  },
  'never-returns': {
    ...{ in: 'rebooting', disk: 'installed', code: 'no-return' },
    ...{ cause: /did not come back/, remedy: /boot order/ },
  },
  'old-system': {
    ...{ in: 'verifying', disk: 'installed', code: 'old-system' },
    ...{ cause: /it runs .*last-year, not the installed/, remedy: /which disk it boots/ },
  },
  'disko-fails': {
    ...{ in: 'partitioning', disk: 'halfWritten', code: 'partitioning-failed' },
    ...{ cause: /ended with 5: .*Problem opening/, remedy: /Correct the layout/ },
  },
  'install-fails': {
    ...{ in: 'installing', disk: 'halfWritten', code: 'installing-failed' },
    ...{ cause: /ended with 7: .*bootloader failed/, remedy: /boot loader/ },
  },
  unhealthy: {
    ...{ in: 'healthChecking', disk: 'installed', code: 'health-silent' },
    ...{ cause: /web-machine\d+ did not become healthy .* "systemctl is-active --quiet web" ended with 3/ },
    ...{ remedy: /journalctl -u web-machine/ },
  },
  'dies-in=firmware': stalled(),
  'dies-in=kernel': stalled(),
  'dies-in=initrd': stalled(),
  'dies-in=boot': {
    ...{ in: 'booting', disk: 'untouched', code: 'installer-silent' },
    ...{ cause: /did not phone home/, remedy: /console/ },
  },
  'dies-in=partitioning': lost('partitioning'),
  'dies-in=copying': lost('copying'),
  'dies-in=installing': lost('installing'),
  'dies-in=rebooting': {
    ...{ in: 'rebooting', disk: 'installed', code: 'no-return' },
    ...{ cause: /did not come back/, remedy: /boot loader/ },
  },
  duplicates: undefined,
  floods: undefined,
  'phones-home-twice': undefined,
  'packet-loss=0.1': undefined,
}

function stalled(): Ending {
  const how = { in: 'fetching', disk: 'untouched', code: 'transfer-stalled' }
  return { ...how, cause: /stood still/, remedy: /link/ }
}

function lost(phase: string): Ending {
  const how = { in: phase, disk: 'halfWritten', code: 'connection-lost' }
  return { ...how, cause: /went away/, remedy: /power/ }
}

const faults = Object.keys(endings)
const nameOf = (n: number): string => `machine${n + 1}`
const wellBehaved = nameOf(faults.length)

let code: number
let events: readonly RunEvent[]
let machines: ReadonlyMap<string, MachineState>

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'))
  afterAll(() => rm(folder, { recursive: true }))
  const context = contextIn(folder)
  const flags = { machines: faults.length + 1, fault: faults.map((fault, n) => `${nameOf(n)}=${fault}`) }
  code = await demo({ ...flags, json: true }, context)
  events = context.said.map(line => JSON.parse(line) as RunEvent)
  machines = new Map(replay(events).machines.map(machine => [machine.journey.host, machine]))
}, 120_000)

test('every fault of the lab has its machine here', () => {
  const known = faultsKnown().map(line => line.replace(/:.*/, ''))
  expect(faults.toSorted()).toEqual(known.toSorted())
})

test('the exit code says that machines failed, and the last line how many', () => {
  const failed = Object.values(endings).filter(ending => ending !== undefined).length
  const installed = faults.length + 1 - failed
  expect(code).toBe(1)
  expect(events.at(-1)).toMatchObject({ type: 'settled', installed, failed, skipped: 0, aborted: 0 })
})

test('a machine among them that behaves is installed', () => {
  expect(machines.get(wellBehaved)?.journey.phase).toMatchObject({ name: 'done' })
})

const behaving = (fails: boolean) =>
  faults.flatMap((fault, n) =>
    (endings[fault] !== undefined) === fails ? [[fault, nameOf(n)] as const] : [],
  )

test.each(behaving(false))('%s: comes through all the same', (_, host) => {
  expect(machines.get(host)?.journey.phase).toMatchObject({ name: 'done' })
})

test.each(behaving(true))('%s: fails where it should, and says why and what to do', (fault, host) => {
  const ending = endings[fault]
  const phase = machines.get(host)?.journey.phase
  expect(phase).toMatchObject({ name: 'failed', in: ending?.in, disk: ending?.disk })
  const said = phase?.name === 'failed' ? phase.fault : undefined
  expect(said).toMatchObject({ code: ending?.code, place: expect.stringMatching(`^${host}, `) as unknown })
  expect(said?.message).toMatch(ending?.cause ?? /$^/)
  expect(said?.remedy).toMatch(ending?.remedy ?? /$^/)
})
