/** Other people's servers. `bench/peers` brings what is missing; a peer that is not there is said to be missing. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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
  const note = join(unpacked, `${name}.version`)
  if (existsSync(note)) return readFileSync(note, 'utf8').trim()
  const { stdout } = spawnSync('dpkg', ['-s', name], { encoding: 'utf8' })
  return /^Version: (.+)$/m.exec(stdout ?? '')?.[1]
}
