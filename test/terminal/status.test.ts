/** An operator's look at a rack, some days after: `firstlight status --watch` on a terminal. */
import { expect, it } from 'vitest'
import { openLab } from '../days/rig.ts'
import { openPty } from './pty.ts'

it('shows how each machine stands, what helps, and what changes while one looks', async () => {
  await using lab = await openLab({ count: 2 })
  await lab.install({ host: ['machine1'] })
  const { site, artifacts, sshKey } = lab.flags
  const pty = await openPty({
    args: ['status', '--watch', '--site', site, '--artifacts', artifacts, '--ssh-key', sshKey],
    env: { XDG_STATE_HOME: `${lab.folder}/state` },
    columns: 100,
  })
  await pty.see(/❯ machine1 +✓ current +127\.77\.1\.1/)
  await pty.see(/machine2 +· off/)

  pty.press('j', 'Enter')
  await pty.see(/╭─ machine2 [\s\S]*→ Switch it on/)
  pty.press('Esc')
  await pty.see('HOST')

  lab.fleet.machine('machine1')?.powerOff()
  pty.press('r')
  await pty.see(/machine1 +· off +127\.77\.1\.1 .*\d\d:\d\d:\d\d/)
  pty.press('/', 'machine2')
  await pty.see('1 of 2')
  expect(pty.screen()).not.toMatch(/^..machine1/m)
  pty.press('Enter', '?')
  await pty.see('look at every machine now')
  pty.press('Esc', 'q')
  expect(await pty.ended).toBe(0)
})

it('in plain lines tells each change as a line', async () => {
  await using lab = await openLab({ count: 1 })
  const { site, artifacts, sshKey } = lab.flags
  const pty = await openPty({
    args: ['status', '--watch', '--plain', '--site', site, '--artifacts', artifacts, '--ssh-key', sshKey],
    columns: 120,
  })
  await pty.see(/\d\d:\d\d:\d\d machine1 +off +127\.77\.1\.1 +127\.77\.1\.1 does not answer/)
  pty.signal('SIGINT')
  expect(await pty.ended).toBe(130)
})
