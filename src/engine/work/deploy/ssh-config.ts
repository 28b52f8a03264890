/**
 * How ssh, called by nixos-rebuild and Nix, is to reach one machine: with the host keys we gave it and no others,
 * and with nothing of the operator's own configuration in between.
 */
import type { Result } from '../../errors.ts'
import type { World } from '../../world.ts'

export interface Way {
  readonly host: string
  readonly address: string
  readonly port: number
  readonly hostKeys: readonly string[]
  /** The operator's key as it was named; null: the usual ones, or the agent. */
  readonly keyPath: string | null
}

/** The path of its configuration, for `ssh -F`. */
export const writeSshConfig = async (
  { files }: Pick<World, 'files'>,
  folder: string,
  way: Way,
): Promise<Result<string>> => {
  const known = `${folder}/${way.host}.known_hosts`
  const written = await files.writePrivate(known, knownHosts(way))
  if (!written.ok) return written
  const path = `${folder}/${way.host}.ssh_config`
  const config = await files.writePrivate(path, sshConfig(way, known))
  return config.ok ? { ok: true, value: path } : config
}

export const knownHosts = ({ host, hostKeys }: Way): string =>
  hostKeys.map(key => `${host} ${key.split(/\s+/).slice(0, 2).join(' ')}\n`).join('')

export const sshConfig = ({ host, address, port, keyPath }: Way, known: string): string =>
  [
    `Host ${host}`,
    `HostName ${address}`,
    `HostKeyAlias ${host}`,
    `Port ${port}`,
    'User root',
    `UserKnownHostsFile "${known}"`,
    'GlobalKnownHostsFile /dev/null',
    'StrictHostKeyChecking yes',
    'UpdateHostKeys no',
    'CheckHostIP no',
    'BatchMode yes',
    'ConnectTimeout 10',
    'ServerAliveInterval 5',
    'ServerAliveCountMax 3',
    ...(keyPath === null ? [] : [`IdentityFile "${keyPath}"`, 'IdentitiesOnly yes']),
    '',
  ].join('\n')
