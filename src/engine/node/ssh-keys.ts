/** Keys: pins compared as OpenSSH writes them, and private keys read before anything is sent. */
import ssh2, { type ParsedKey, type ServerHostKeyAlgorithm } from 'ssh2'
import { fail, type Result, succeed } from '../errors.ts'
import { sshKeyUnreadable } from '../faults/ssh.ts'
import type { SshOptions } from '../world.ts'

/** `ssh-ed25519 AAAA…` out of the key's wire form, which begins with the length of its kind's name. */
export const openSshForm = (key: Buffer): string => {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0
  return `${key.toString('latin1', 4, 4 + Math.min(length, 64))} ${key.toString('base64')}`
}

/** A comment may follow the pinned key. */
export const pinned = (pins: readonly string[], presented: string): boolean =>
  pins.some(pin => pin.trim().split(/\s+/).slice(0, 2).join(' ') === presented)

/**
 * Only the kinds that are pinned are negotiated: a server with several keys would otherwise show the one it
 * likes best, which may not be among ours.
 */
export const pinnedKinds = (pins: readonly string[]): ServerHostKeyAlgorithm[] => {
  const kinds = new Set(pins.map(pin => pin.trim().split(/\s+/)[0] ?? ''))
  return [...kinds].flatMap(kind => algorithms[kind] ?? [])
}

const algorithms: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
}

export const readPrivateKeys = (options: SshOptions): Result<readonly ParsedKey[]> => {
  const keys: ParsedKey[] = []
  for (const text of options.privateKeys) {
    const key = ssh2.utils.parseKey(text)
    if (key instanceof Error) return fail(sshKeyUnreadable(options, key.message))
    if (!key.isPrivateKey()) return fail(sshKeyUnreadable(options, 'it is a public key'))
    keys.push(key)
  }
  return succeed(keys)
}
