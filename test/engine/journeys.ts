/** One journey in each phase, and one of each fact: what the table and the properties are made of. */
import fc from 'fast-check'
import type { Fault } from '../../src/engine/errors.ts'
import {
  begin,
  type Disk,
  type Guest,
  type Journey,
  type JourneyFact,
  type Phase,
  type PhaseName,
} from '../../src/engine/journey.ts'
import type { Deadlines } from '../../src/engine/plan.ts'

export const blankDisk: Disk = {
  path: '/dev/vda',
  ids: ['virtio-S1'],
  serial: 'S1',
  model: null,
  bytes: 8e9,
  contents: { kind: 'blank' },
}

export const guest: Guest = {
  address: '10.0.0.11',
  sshPort: 22,
  hostKeys: ['ssh-ed25519 AAAA'],
  bootId: 'boot-1',
  macs: ['52:54:00:00:00:01'],
  memoryBytes: 4e9,
  cpus: 2,
  firmware: 'uefi',
  disks: [blankDisk],
}

export const otherBoot: Guest = { ...guest, bootId: 'boot-2' }

export const fault: Fault = { code: 'test', message: 'it broke', place: 'test', remedy: 'None' }

const erases = [blankDisk]

const phases: { readonly [Name in PhaseName]: Extract<Phase, { name: Name }> } = {
  pending: { name: 'pending' },
  checking: { name: 'checking' },
  skipped: { name: 'skipped', why: 'installed and current' },
  waking: { name: 'waking', packets: 0 },
  offered: { name: 'offered', firmware: 'bios' },
  fetching: { name: 'fetching', file: 'kernel', bytes: 100, total: 1000, fileSince: 0 },
  booting: { name: 'booting' },
  phonedHome: { name: 'phonedHome', guest },
  held: { name: 'held', fault, guest, erases },
  partitioning: { name: 'partitioning', guest, erases },
  copying: { name: 'copying', guest, erases, amount: null },
  installing: { name: 'installing', guest, erases },
  rebooting: { name: 'rebooting', guest, away: false },
  verifying: { name: 'verifying', guest, address: guest.address },
  healthChecking: { name: 'healthChecking', address: guest.address },
  done: { name: 'done', address: guest.address, system: '/nix/store/system' },
  failed: { name: 'failed', in: 'booting', fault, disk: 'untouched' },
  aborted: { name: 'aborted', in: 'booting', disk: 'untouched' },
}

export const journeys = Object.fromEntries(
  Object.entries(phases).map(([name, phase]) => [name, { ...begin('node1', 0), phase }]),
) as Record<PhaseName, Journey>

/** Every fact there is, in each form that matters; `wentSilent` fits the journey it is told to. */
export const facts = (journey: Journey): Record<string, JourneyFact> => ({
  started: { type: 'started' },
  probedCurrent: { type: 'probed', state: 'current', detail: 'installed and current' },
  probedOutdated: { type: 'probed', state: 'outdated', detail: 'out of date' },
  probedForeign: { type: 'probed', state: 'foreign', detail: 'it answers' },
  probedOff: { type: 'probed', state: 'off', detail: '' },
  probedUnknown: { type: 'probed', state: 'unknown', detail: '' },
  probedInstaller: { type: 'probed', state: 'installer', detail: '' },
  woke: { type: 'woke' },
  offered: { type: 'offered', firmware: 'bios', purpose: 'installer' },
  offeredDisk: { type: 'offered', firmware: 'bios', purpose: 'disk' },
  askedToBoot: { type: 'askedToBoot' },
  fetchedFirmware: { type: 'fetched', file: 'firmware', bytes: 10, total: 100 },
  fetchedInitrd: { type: 'fetched', file: 'initrd', bytes: 100, total: 100 },
  phonedHome: { type: 'phonedHome', guest },
  phonedHomeAgain: { type: 'phonedHome', guest: otherBoot },
  workedOn: { type: 'workedOn', on: 'build' },
  guarded: { type: 'guarded', erases },
  objected: { type: 'objected', fault, erases },
  wordGiven: { type: 'wordGiven', disks: ['virtio-S1'] },
  stepPartitioning: { type: 'stepStarted', step: 'partitioning' },
  stepCopying: { type: 'stepStarted', step: 'copying' },
  stepInstalling: { type: 'stepStarted', step: 'installing' },
  progressed: { type: 'progressed', amount: { done: 1, total: 2, unit: 'paths' } },
  installed: { type: 'installed' },
  wentAway: { type: 'wentAway' },
  returned: { type: 'returned', address: '10.0.0.11' },
  verified: { type: 'verified', address: '10.0.0.11', system: '/nix/store/system', services: false },
  verifiedWithServices: {
    type: 'verified',
    address: '10.0.0.11',
    system: '/nix/store/system',
    services: true,
  },
  becameHealthy: { type: 'becameHealthy', system: '/nix/store/system' },
  broke: { type: 'broke', fault },
  wentSilent: { type: 'wentSilent', moved: journey.moved, fault },
  retried: { type: 'retried' },
  leftOut: { type: 'leftOut' },
  aborted: { type: 'aborted' },
})

export const anyFact: fc.Arbitrary<JourneyFact> = fc.constantFrom(...Object.values(facts(begin('node1', 0))))

export const deadlines = Object.fromEntries(Object.keys(phases).map(name => [name, 60_000])) as Record<
  PhaseName,
  number
> satisfies Deadlines
