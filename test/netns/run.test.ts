/**
 * `firstlight run`, as root on the standard ports, and a rack in another process. These machines speak through a
 * relay on the namespace's loopback; machines that broadcast on a bridge of their own are the virtual ones.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildRack } from './network.ts'
import { startIn } from './process.ts'

interface Fleet {
  readonly sitePath: string
  readonly artifactsPath: string
  readonly programsPath: string
  readonly sshKeyPath: string
  readonly nixosAnywhere: readonly string[]
}

test('installs four machines, each with another firmware, and skips them the second time', async () => {
  using rack = buildRack('10.77.0.1/24')
  const folder = mkdtempSync(join(tmpdir(), 'rack-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const fleet = join(import.meta.dirname, 'fleet.ts')
  await using machines = startIn(rack.host, process.execPath, fleet, folder, '4')
  const lab = JSON.parse(await machines.line(line => line.startsWith('{'))) as Fleet

  const standIn = join(folder, 'nixos-anywhere')
  writeFileSync(standIn, `#!/bin/sh\nexec ${lab.nixosAnywhere.join(' ')} "$@"\n`)
  chmodSync(standIn, 0o700)
  const run = () =>
    startIn(
      rack.host,
      ...['env', `XDG_STATE_HOME=${folder}/state`, process.execPath],
      ...[resolve(import.meta.dirname, '../../dist/main.js'), 'run', '--json', '--site', lab.sitePath],
      ...['--artifacts', lab.artifactsPath, '--ipxe', lab.programsPath, '--ssh-key', lab.sshKeyPath],
      ...['--nixos-anywhere', standIn],
    )

  const first = run()
  expect(await first.ended, first.lines.join('\n')).toBe(0)
  expect(JSON.parse(first.lines.at(-1) ?? '')).toMatchObject({ type: 'settled', installed: 4, failed: 0 })
  const second = run()
  expect(await second.ended, second.lines.join('\n')).toBe(0)
  expect(JSON.parse(second.lines.at(-1) ?? '')).toMatchObject({ type: 'settled', installed: 0, skipped: 4 })
})
