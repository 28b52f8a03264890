/** `firstlight deploy` on a terminal, as an operator meets it: asked, watched, and left. */
import { readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { type Lab, openLab, program } from '../days/rig.ts'
import { openPty, type Pty } from './pty.ts'

const deploy = async (lab: Lab, ...more: readonly string[]): Promise<Pty> => {
  const { site, artifacts, sshKey } = lab.flags
  const rebuild = await program(lab.folder, 'nixos-rebuild', lab.fleet.nixosRebuild)
  return openPty({
    args: [
      ...['deploy', '--site', site, '--artifacts', artifacts, '--ssh-key', sshKey],
      ...['--nixos-rebuild', rebuild, ...more],
    ],
    env: { XDG_STATE_HOME: `${lab.folder}/state` },
    columns: 110,
  })
}

/** Its word is typed by somebody who sees what it asks for. */
const begin = async (pty: Pty, word: string): Promise<void> => {
  await pty.see('Nothing has begun: b deploys to')
  pty.press('b')
  await pty.see(`Type ${word} to deploy`)
  await pty.idle()
  pty.press('Tab')
  await pty.see(screen => !screen.includes('(Tab goes here)'))
  pty.press(word)
  await pty.see(new RegExp(`to deploy: ${word} +✓`))
  await pty.idle()
  pty.press('Enter')
}

it('asks, shows each machine on its way with its countdown, and what did not come through', async () => {
  await using lab = await openLab({ count: 2 })
  await lab.install()
  await lab.fleet.release('machine1', 'next')
  await lab.fleet.release('machine2', 'loses-network')
  const pty = await deploy(lab, '--confirm-within', '6')
  await begin(pty, 'lab')
  await pty.see(/machine1 +✓ confirmed/)
  await pty.see(/machine2 +\S confirming .*goes back in 0:0\d unless it is confirmed/)
  pty.press('q')
  await pty.see('A deployment is under way')
  pty.press('Esc')
  await pty.see(/machine2 +✗ switched back/)
  await pty.see('q leaves, with a report')
  pty.press('j', 'Enter')
  await pty.see(/✓ copying → ✓ switching → ✗ confirming[\s\S]*\[not-confirmed\][\s\S]*→ Correct the system/)
  pty.press('Esc', 'q')
  expect(await pty.ended).toBe(1)
  expect(pty.screen()).toMatch(/machine1 +confirmed +runs \/nix\/store/)
  expect(pty.screen()).toMatch(/machine2 +switched back .*not confirmed within 6 s/)
})

it('is got ready from how the machines are, to one or to all of them, and is none when it is left', async () => {
  await using lab = await openLab({ count: 2 })
  await lab.install()
  await lab.fleet.release('machine2', 'next')
  const { site, artifacts, sshKey } = lab.flags
  const rebuild = await program(lab.folder, 'nixos-rebuild', lab.fleet.nixosRebuild)
  const pty = await openPty({
    args: ['status', '--watch', '--site', site, '--artifacts', artifacts, '--ssh-key', sshKey],
    env: { XDG_STATE_HOME: `${lab.folder}/state`, PATH: `${dirname(rebuild)}:${process.env.PATH}` },
    columns: 110,
  })
  await pty.see(/machine2 +\S out of date/)
  const records = `${lab.folder}/state/firstlight/lab/machines.json`
  const written = await readFile(records)
  await writeFile(records, 'torn')
  pty.press('b')
  await pty.see('the record of installed machines cannot be read')
  await pty.see(/machine2 +\S out of date/)
  await writeFile(records, written)
  await pty.idle()
  pty.press('b')
  await pty.see('Nothing has begun: b deploys to 2 machines')
  await pty.see(/^(?!.*3 run).*\[deploy\]/m)
  pty.press('Esc')
  await pty.see(/3 run .*\[status\]/)
  pty.press('j', 'Enter')
  await pty.see('╭─ machine2')
  pty.press('b')
  await begin(pty, 'machine2')
  await pty.see(/machine2 +✓ confirmed/)
  await pty.see('q leaves, with a report')
  pty.press('q')
  expect(await pty.ended).toBe(0)
  expect(pty.screen()).toMatch(/machine2 +confirmed +runs/)
  expect(pty.screen()).not.toMatch(/machine1 +confirmed/)
})

it('changes nothing when it is left before its word was given', async () => {
  await using lab = await openLab({ count: 1 })
  await lab.install()
  const before = lab.fleet.machine('machine1')?.disks[0]?.contents
  await lab.fleet.release('machine1', 'next')
  const pty = await deploy(lab)
  await pty.see('Nothing has begun')
  pty.press('b')
  await pty.see('Type machine1 to deploy')
  await pty.idle()
  pty.press('Enter', 'q')
  expect(await pty.ended).toBe(0)
  expect(lab.fleet.machine('machine1')?.disks[0]?.contents).toEqual(before)
})

it('goes on in plain lines when the screen is left, and ends with what came of it', async () => {
  await using lab = await openLab({ count: 1 })
  await lab.install()
  await lab.fleet.release('machine1', 'loses-network')
  const pty = await deploy(lab, '--confirm-within', '5')
  await begin(pty, 'machine1')
  await pty.see('confirming')
  pty.press('q')
  await pty.see('A deployment is under way')
  pty.press('Down', 'Down', 'Enter')
  expect(await pty.ended).toBe(1)
  expect(pty.written()).toMatch(/machine1 +going back/)
  expect(pty.screen()).toMatch(/machine1 +went back to \/nix\/store/)
})
