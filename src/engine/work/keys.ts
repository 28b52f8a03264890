/** SSH keys through ssh-keygen: made where they are used, 0600, in the run's private folder. */
import { fail, type Result, succeed } from '../errors.ts'
import type { World } from '../world.ts'
import type { KeyPair } from './task.ts'

export const makeKey = async (
  world: Pick<World, 'files' | 'processes'>,
  path: string,
  comment: string,
): Promise<Result<KeyPair>> => {
  const folder = await world.files.makeFolder(path.slice(0, path.lastIndexOf('/')))
  if (!folder.ok) return folder
  const made = await world.processes.run({
    command: ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path],
    timeout: 10_000,
  })
  if (made.exitCode !== 0) return fail(noKey(path, made.reason ?? made.stderr))
  const privateKey = await world.files.readText(path, 64 * 1024)
  const publicKey = await world.files.readText(`${path}.pub`, 64 * 1024)
  if (!privateKey.ok) return privateKey
  if (!publicKey.ok) return publicKey
  return succeed({ path, privateKey: privateKey.value, publicKey: withoutComment(publicKey.value) })
}

export const publicHalf = async (world: World, path: string): Promise<Result<string>> => {
  const read = await world.processes.run({
    command: ['ssh-keygen', '-y', '-P', '', '-f', path],
    timeout: 10_000,
  })
  return read.exitCode === 0
    ? succeed(withoutComment(read.stdout))
    : fail(noKey(path, read.reason ?? read.stderr))
}

const withoutComment = (line: string): string => line.trim().split(' ').slice(0, 2).join(' ')

const noKey = (path: string, why: string) => ({
  code: 'no-ssh-key',
  message: `ssh-keygen could not make or read an SSH key: ${why.trim() || 'no reason given'}`,
  place: path,
  remedy:
    'Install OpenSSH (ssh-keygen) and check that the folder is writable; a host key must have no passphrase',
})
