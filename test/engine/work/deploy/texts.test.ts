import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { arm, isStorePath } from '../../../../src/engine/work/deploy/revert.ts'
import { knownHosts, sshConfig, type Way } from '../../../../src/engine/work/deploy/ssh-config.ts'

const way: Way = {
  host: 'node1',
  address: 'fd00::11',
  port: 2222,
  hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG made by hand'],
  keyPath: '/home/a b/id_ed25519',
}

describe("ssh's configuration", () => {
  it('is what OpenSSH itself makes of it: the pinned keys alone, and nobody asked', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssh-config-'))
    writeFileSync(join(folder, 'config'), sshConfig(way, join(folder, 'known hosts')))
    const { stdout } = spawnSync('ssh', ['-G', '-F', join(folder, 'config'), 'root@node1'], {
      encoding: 'utf8',
    })
    rmSync(folder, { recursive: true })
    const said = stdout.split('\n')
    expect(said).toEqual(
      expect.arrayContaining([
        ...['hostname fd00::11', 'port 2222', 'user root', 'hostkeyalias node1', 'batchmode yes'],
        ...['stricthostkeychecking true', 'globalknownhostsfile /dev/null', 'identitiesonly yes'],
        'identityfile /home/a b/id_ed25519',
        `userknownhostsfile ${join(folder, 'known hosts')}`,
      ]),
    )
  })

  it('names the machine by its own name, without the comment of a key', () => {
    expect(knownHosts(way)).toBe('node1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIG\n')
  })
})

describe('the way back', () => {
  const old = `/nix/store/${'0'.repeat(32)}-nixos-system-node1-25.11`

  it('is a timer of the machine that restores the profile and the running system', () => {
    expect(arm(old, 90)).toMatch(/^systemd-run --collect .*--unit=firstlight-revert --on-active=90 /)
    expect(arm(old, 90)).toContain(`${old}/sw/bin/nix-env -p /nix/var/nix/profiles/system --set ${old}`)
    expect(arm(old, 90)).toContain(`${old}/bin/switch-to-configuration switch`)
  })

  it('is only ever made of a path of the store', () => {
    expect(isStorePath(old)).toBe(true)
    for (const bad of ["/nix/store/x'; reboot '", `${old}'`, `${old} x`, '/run/current-system', `${old}/..`])
      expect(isStorePath(bad), bad).toBe(false)
  })
})
