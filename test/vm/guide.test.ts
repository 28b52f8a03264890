/**
 * The guided first machine, on a real one: a terminal, real firmware that asks while nobody knows it, an installer
 * that says which disks it has, and a site that is written on the way. The installer and the system are prebuilt.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { virtualMachine } from '../../src/lab/vm/machine.ts'
import { type Device, openDevice, root } from '../terminal/device.ts'
import { giveWord } from '../terminal/give-word.ts'
import { installer } from './anywhere.ts'
import { openYard, type Yard } from './engine-yard.ts'
import { operatorKey, stopwatch } from './ground.ts'

const mac = '52:54:00:77:00:01'
const machine = virtualMachine({ name: 'machine1', mac, order: 'network-first' })

let yard: Yard
let artifacts: string
let desk: Device | undefined

/** By the program itself; the mini flake calls its installer by another name than a new site does. */
const prebuild = async (): Promise<string> => {
  const { folder } = yard.workplace
  const output = join(folder, 'artifacts')
  const site = join(folder, 'site.json')
  const build = ['images', 'build', '--systems', '--plain', '--site', site, '--output', output]
  await execa(process.execPath, [`${root}/dist/main.js`, ...build])
  const manifest = join(output, 'manifest.json')
  const built = JSON.parse(await readFile(manifest, 'utf8'))
  await writeFile(
    manifest,
    JSON.stringify({ ...built, images: { ...built.images, 'netboot-base': built.images.installer } }),
  )
  return output
}

beforeAll(async () => {
  yard = await openYard([machine], { provision: {}, hosts: { machine1: { mac } } }, { addressServer: true })
  artifacts = await prebuild()
}, 300_000)
afterAll(async () => {
  await desk?.close()
  await yard?.clear()
})

it('leads from a bare host to an installed machine', { timeout: 600_000 }, async () => {
  const took = stopwatch()
  desk = await openDevice({
    args: [
      ...['guide', '--artifacts', artifacts, '--ssh-key', operatorKey(), '--nixos-anywhere', installer],
      ...['--ipxe', join(inject('cache'), 'debian/usr/lib/ipxe')],
    ],
    ...{ columns: 110, rows: 34, patience: 200_000 },
    env: { NIX_CONFIG: process.env.NIX_CONFIG ?? '' },
    inside: command => yard.lab.inside(command),
  })
  const { press, see } = desk
  await see('ssh-keygen')
  press('Enter')
  await see('name of the site')
  press('/rack1', 'Enter', 'Enter')
  await see(/br0 +10\.77\.0\.1\/24/)
  press('Enter')
  // The site's own address server was heard, so the cursor is on it.
  await see(/address server +10\.77\.0\.2/)
  await see('❯ the address server that is there')
  press('Enter')
  await see('Switch the machine on')
  yard.machine('machine1').power.on()
  await see(`❯ ${mac}`)
  expect(desk.screen()).toContain('QEMU or KVM')
  press('Enter')
  await see('What it is called')
  press('Enter', 'Enter')
  await see('Which disk is erased')
  // Its firmware may have given up asking by now: off and on again, as the guide says.
  await yard.machine('machine1').power.reset()
  await see(/❯ \/dev\/vda.*blank/)
  press('Enter')
  await see('How it is reached')
  press('Enter')
  await see('What will be written')
  press('Enter')
  await see('What will happen')
  press('Enter')
  await giveWord(desk, 'machine1', 'erase and install')
  await see('1 of 1 done')
  expect(desk.screen()).toContain('firstlight rack1')
  const site = JSON.parse(await readFile(`${desk.home}/rack1/site.json`, 'utf8'))
  expect(site.hosts).toMatchObject({ machine1: { mac, disks: [{ id: 'virtio-FL-machine1' }] } })
  press('q')
  expect(await desk.ended).toBe(0)
  expect(desk.screen()).toContain('1 installed')
  console.info(`guided, from a bare host to a verified machine: ${took()}`)
})
