/** Other people's servers. `bench/peers` brings what is missing; a peer that is not there is said to be missing. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Debian's two TFTP servers exclude each other, so `bench/peers` only unpacks them, here. */
const unpacked = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'firstlight-bench')

const places = (program: string): readonly string[] => [
  ...['/usr/sbin', '/usr/bin'].map(folder => join(folder, program)),
  ...['/usr/sbin', '/usr/bin'].map(folder => join(unpacked, folder, program)),
]

export const findPeer = (program: string): string | undefined => places(program).find(existsSync)

export const asRoot = (): boolean => process.getuid?.() === 0

const packages = ['dnsmasq-base', 'atftpd', 'tftpd-hpa', 'nginx', 'kea-admin', 'openssh-server']

export const versionsOf = (): readonly string[] =>
  packages.flatMap(name => {
    const version = versionOf(name)
    return version === undefined ? [] : [`${name} ${version}`]
  })

const versionOf = (name: string): string | undefined => {
  const installed = spawnSync('dpkg-query', ['-Wf', '${Version}', name], { encoding: 'utf8' })
  if (installed.status === 0 && installed.stdout !== '') return installed.stdout
  const note = join(unpacked, `${name}.version`)
  return existsSync(note) ? execFileSync('cat', [note], { encoding: 'utf8' }).trim() : undefined
}
