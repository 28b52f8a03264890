/** Every question of the guide in every size: it fits, says what it asks, and what is in the way. */
import { describe, expect, it } from 'vitest'
import type { Disk, Snapshot } from '../../../src/engine/index.ts'
import { type GuideState, type GuideStep, guideSteps } from '../../../src/ui/guide.ts'
import type { Size } from '../../../src/ui/screen.ts'
import { screens } from '../../../src/ui/screens/index.ts'
import type { Theme } from '../../../src/ui/theme.ts'
import { host, plan } from '../../engine/plans.ts'
import { asciiTheme, frame, nobody, propsFor, sizes, theme } from '../frame.tsx'
import { noon, phonedHome, runOf } from '../runs.ts'

const mac = '3c:ec:ef:00:00:01'
const disk: Disk = {
  ...{ path: '/dev/sda', ids: ['ata-X'], serial: 'S1', model: 'Disk', bytes: 480e9 },
  contents: { kind: 'data', what: 'gpt, ext4 "root"' },
}
const remedy = 'Do something about it that takes a whole sentence to say and then some more'
const fault = { code: 'no-nix', message: 'nix is not on PATH', place: 'preflight', remedy }

const stateAt = (step: GuideStep): GuideState => ({
  step,
  behind: guideSteps.slice(0, guideSteps.indexOf(step)),
  answers: {
    ...{ folder: '/srv/rack1', name: 'rack1', interface: 'eth0', dhcp: 'proxy', mac, disk, network: null },
    ...{ host: 'node1', profile: 'base' },
  },
  ...{ busy: null, fault: null, before: [], profiles: ['base', 'worker'], engine: null },
  needs: [
    { state: 'good', name: 'ssh-keygen', found: '/usr/bin/ssh-keygen' },
    { state: 'refused', name: 'nix', fault },
  ],
  wires: [{ name: 'eth0', address: '10.0.0.2/24', up: true }],
  around: [{ state: 'good', name: 'address server', found: '10.0.0.1' }],
  vendor: () => 'Super Micro Computer, Inc.',
  files: [{ path: 'site.json', text: '{\n  "schemaVersion": 1\n}\n' }],
  generated: { state: 'made', files: [{ path: '/etc/systemd/network/10-eno1.network', text: '[Match]\n' }] },
  plan: plan([host('node1')]),
})

const stranger = { mac, uuid: null, firmware: 'UEFI x64', why: 'unknown', via: 'dhcp' } as const
const snapshot: Snapshot = {
  ...runOf(plan([host('node1')]), phonedHome('node1')),
  discovered: { [mac]: { ...stranger, first: noon, last: noon, times: 3 } },
}

const steps = { begin: () => {}, answer: () => {}, back: () => {}, again: () => {} }

const drawn = (guide: GuideState, size: Size, of: Theme = theme) =>
  frame(<screens.guide {...propsFor(size, nobody(), of)} {...{ guide, steps, snapshot }} />, size, of)

const words: Readonly<Record<GuideStep, readonly string[]>> = {
  needs: ['1 of 10', 'nix is not on PATH [no-nix]', 'ssh-keygen'],
  site: ['/srv/rack1', 'name of the site'],
  wire: ['❯ eth0', '10.0.0.2/24'],
  addresses: ['❯ the address server that is there', '10.0.0.100', 'address server'],
  machine: [`❯ ${mac}`, 'Super Micro', 'type its MAC address'],
  name: ['node1', 'beside the address server'],
  disk: ['/dev/', 'processors'],
  network: ['it asks for an address', 'erases /dev/sda'],
  files: ['/srv/rack1/site.json', '"schemaVersion": 1', '10-eno1.network'],
  plan: ['node1', 'erases'],
}

describe.each(guideSteps)('%s', step => {
  it.each(sizes)('at $columns×$rows', size => {
    const text = drawn(stateAt(step), size).join('\n')
    if (size.columns >= 80) for (const word of words[step]) expect(text).toContain(word)
  })

  it('says why it does not go on, in the smallest size too', () => {
    const text = drawn({ ...stateAt(step), fault }, { columns: 60, rows: 13 }).join('\n')
    expect(text).toContain('[no-nix]')
  })

  it('in ASCII has nothing else', () => {
    for (const line of drawn(stateAt(step), { columns: 80, rows: 21 }, asciiTheme))
      expect(line).toMatch(/^[\x20-\x7e]*$/)
  })
})
