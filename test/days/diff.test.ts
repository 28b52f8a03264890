import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildVm } from '../../src/cli/build-vm.ts'
import { deploy } from '../../src/cli/deploy.ts'
import { diff } from '../../src/cli/diff.ts'
import { renderer } from '../../src/cli/renderer.ts'
import { markOf } from '../../src/engine/nix/library-mark.ts'
import { siteText } from '../../src/engine/nix/render.ts'
import { type Lab, openLab } from './rig.ts'

const network = '/etc/systemd/network/10-eno1.network'

const generated = {
  [network]: '[Match]\nName=eno1\n\n[Network]\nAddress=127.77.1.1/16\n',
  '/etc/bird/bird.conf': 'router id 127.77.1.1;\n',
}

/** What the generator answered earlier: it is asked by the content of the site, and Nix is not needed here. */
const answer = async (lab: Lab): Promise<void> => {
  const desk = lab.desk()
  const { world, library, cache } = renderer(desk)
  const site = siteText(JSON.parse(await readFile(lab.fleet.sitePath, 'utf8')))
  const folder = join(cache, await markOf(world, library))
  await mkdir(folder, { recursive: true })
  const rendered = { hosts: { machine1: { files: generated, derived: {} } }, files: {}, derived: {} }
  await writeFile(join(folder, `${world.hash(site)}.json`), JSON.stringify(rendered))
}

const bring = async (lab: Lab, label: string, etc: Readonly<Record<string, string>>): Promise<void> => {
  await lab.fleet.release('machine1', label, etc)
  const desk = lab.desk()
  expect(await deploy({ ...lab.flags, nixosRebuild: lab.fleet.nixosRebuild }, desk)).toBe(0)
  expect(desk.said.at(-1)).toMatch(/machine1 +confirmed: it runs .*-/)
}

test('what runs against what is generated, per file: the same, different, missing, and nobody’s', async () => {
  await using lab = await openLab({ count: 1 })
  await answer(lab)
  const off = lab.desk()
  expect(await diff(lab.flags, off)).toBe(3)
  expect(off.complained.join()).toMatch(/machine1, diff: .* it is off: .*\[not-comparable\]/)

  await lab.install()
  const bare = lab.desk()
  expect(await diff(lab.flags, bare)).toBe(1)
  expect(bare.said).toEqual([
    `machine1${network}: not on the machine`,
    'machine1/etc/bird/bird.conf: not on the machine',
    'machine1: 0 files the same, 2 not',
  ])

  await bring(lab, 'other', {
    [network]: '# by hand\n[Network]\nAddress = 127.77.1.9/16\n[Match]\nName=eno1\n',
    '/etc/bird/bird.conf': 'router id 127.77.1.1;\n',
    '/etc/systemd/network/99-old.network': '[Match]\n',
  })
  const other = lab.desk()
  expect(await diff(lab.flags, other)).toBe(1)
  expect(other.said).toEqual([
    `machine1${network}: different (- runs, + is generated)`,
    '  [Network]',
    '- Address=127.77.1.9/16',
    '+ Address=127.77.1.1/16',
    'machine1/etc/systemd/network/99-old.network: on the machine, and not generated',
    'machine1: 1 files the same, 2 not',
  ])

  await bring(lab, 'right', generated)
  const right = lab.desk()
  expect(await diff(lab.flags, right)).toBe(0)
  expect(right.said).toEqual(['machine1: 2 files the same, 0 not'])
}, 60_000)

test('a virtual machine of a host is built where one stands', async () => {
  await using lab = await openLab({ count: 1 })
  const desk = lab.desk()
  const { nixosRebuild } = lab.fleet
  expect(await buildVm({ site: lab.flags.site, nixosRebuild }, desk)).toBe(0)
  expect(desk.complained.join()).toContain('result/bin/run-machine1-vm')
  expect((await stat(join(lab.folder, 'result/bin/run-machine1-vm'))).mode & 0o111).toBe(0o111)
  const nobody = lab.desk()
  expect(await buildVm({ site: lab.flags.site, nixosRebuild, host: 'nobody' }, nobody)).toBe(2)
  const nothing = lab.desk()
  expect(await buildVm({ site: lab.flags.site, nixosRebuild: '/nowhere/nixos-rebuild' }, nothing)).toBe(3)
  expect(nothing.complained.join()).toContain('no-nixos-rebuild')
})
