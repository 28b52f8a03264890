/** Runs as the engine tells them: snapshots folded from facts, never made up. */
import type { Fact, RunEvent } from '../../src/engine/events.ts'
import type { Plan, Snapshot } from '../../src/engine/index.ts'
import { replay } from '../../src/engine/index.ts'
import type { Disk } from '../../src/engine/journey.ts'
import { guest } from '../engine/journeys.ts'

/** A moment in the afternoon; each fact is a second after the one before it. */
export const noon = Date.UTC(2026, 0, 1, 12)
const second = 1000

export const runOf = (plan: Plan, facts: readonly Fact[] = []): Snapshot => replay(eventsOf(plan, facts))

export const eventsOf = (plan: Plan, facts: readonly Fact[]): readonly RunEvent[] => {
  const hosts = plan.hosts.filter(({ managed }) => managed)
  const opening: readonly Fact[] = [
    { type: 'runStarted', site: plan.source, version: '1', hosts },
    { type: 'serving', address: '10.0.0.1', mode: 'proxy', sockets: ['UDP 10.0.0.1:67'] },
  ]
  return [...opening, ...facts].map((fact, index) => ({
    at: noon + Math.max(0, index - opening.length) * second,
    ...fact,
  }))
}

export const endOf = (plan: Plan, facts: readonly Fact[]): number => eventsOf(plan, facts).at(-1)?.at ?? noon

export const usedDisk: Disk = {
  path: '/dev/sda',
  ids: ['ata-S2'],
  serial: 'S2',
  model: 'Western Wind',
  bytes: 480e9,
  contents: { kind: 'data', what: 'an ext4 file system labelled "customers"' },
}

const toInstaller = (host: string): readonly Fact[] => [
  { type: 'started', host },
  { type: 'probed', host, state: 'off', detail: '' },
  { type: 'woke', host },
  { type: 'offered', host, firmware: 'UEFI x64', purpose: 'installer' },
  { type: 'fetched', host, file: 'kernel', bytes: 1e6, total: 1e7 },
  { type: 'fetched', host, file: 'initrd', bytes: 4e8, total: 4e8 },
]

export const phonedHome = (host: string): readonly Fact[] => [
  ...toInstaller(host),
  { type: 'phonedHome', host, guest },
]

export const copying = (host: string, done = 400e6): readonly Fact[] => [
  ...phonedHome(host),
  { type: 'guarded', host, erases: guest.disks },
  { type: 'stepStarted', host, step: 'copying' },
  { type: 'progressed', host, amount: { done, total: 1.2e9, unit: 'bytes' } },
  { type: 'logged', host, source: 'install', line: "copying path '/nix/store/abc-system'" },
]

export const held = (host: string): readonly Fact[] => [
  ...phonedHome(host),
  {
    type: 'objected',
    host,
    erases: [usedDisk],
    fault: {
      code: 'disk-holds-data',
      message: 'a disk to be erased is not blank: /dev/sda',
      place: `${host}, guard`,
      remedy: `Type the host's name on the screen, or run with --wipe ${host}`,
    },
  },
]

export const failed = (host: string): readonly Fact[] => [
  { type: 'started', host },
  {
    type: 'broke',
    host,
    fault: {
      code: 'no-wake',
      message: 'it did not wake',
      place: `${host}, waking`,
      remedy: 'Press its button',
    },
  },
]

export const done = (host: string): readonly Fact[] => [
  ...copying(host),
  { type: 'stepStarted', host, step: 'installing' },
  { type: 'installed', host },
  { type: 'wentAway', host },
  { type: 'returned', host, address: '10.0.0.11' },
  { type: 'verified', host, address: '10.0.0.11', system: '/nix/store/system', services: false },
]
