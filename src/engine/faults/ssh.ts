/** What can go wrong between us and a machine's SSH server. */
import type { Fault } from '../errors.ts'
import { printable } from '../protocol/text.ts'

export interface SshPlace {
  readonly address: string
  readonly port: number
  readonly user: string
}

const placeOf = ({ address, port, user }: SshPlace): string =>
  `SSH ${user}@${address.includes(':') ? `[${address}]` : address}:${port}`

const fault = (place: SshPlace, code: string, message: string, remedy: string): Fault => ({
  code,
  message,
  place: placeOf(place),
  remedy,
})

export const sshRefused = (at: SshPlace): Fault =>
  fault(
    at,
    'ssh-refused',
    'the machine is there, but nothing listens on this port',
    'Wait until its SSH server is up; check that sshd is enabled and on this port',
  )

export const sshUnreachable = (at: SshPlace, code: string): Fault =>
  fault(
    at,
    'ssh-unreachable',
    `there is no way to the machine (${printable(code)})`,
    'Check that it is powered on, its cable and address, and the route to its network',
  )

export const sshTimeout = (at: SshPlace, ms: number): Fault =>
  fault(
    at,
    'ssh-timeout',
    `no answer within ${ms / 1000} s`,
    'Check that the machine is up and that no firewall drops packets to this port',
  )

export const wrongHostKey = (at: SshPlace, presented: string | null): Fault =>
  fault(
    at,
    'ssh-wrong-host-key',
    presented === null
      ? 'it has no host key of the kinds that were pinned'
      : `it presented another host key than the one pinned: ${printable(presented)}`,
    'Another machine may answer at this address; if this one was reinstalled by hand, start its journey again',
  )

export const noUsableHostKey = (at: SshPlace): Fault =>
  fault(
    at,
    'ssh-no-host-key',
    'no host key is pinned for it, so it cannot be told from another machine',
    'Start its journey again, so that its installer tells its keys',
  )

export const sshKeyRefused = (at: SshPlace): Fault =>
  fault(
    at,
    'ssh-key-refused',
    'it takes none of our keys',
    "Check that the key given with --ssh-key is in this user's authorized_keys on the machine",
  )

export const sshKeyUnreadable = (at: SshPlace, why: string): Fault =>
  fault(
    at,
    'ssh-key-unreadable',
    `a private key of ours cannot be used: ${printable(why)}`,
    'Give an OpenSSH private key without a passphrase, or load it into an ssh-agent',
  )

export const sshAborted = (at: SshPlace): Fault =>
  fault(at, 'ssh-aborted', 'it was called off', 'Retry when you want it to go on')

export const sshLost = (at: SshPlace, why: string): Fault =>
  fault(
    at,
    'ssh-lost',
    `the connection was lost: ${printable(why)}`,
    'Check that the machine is still up, and the link to it; then retry',
  )

export const commandTimeout = (at: SshPlace, command: string, ms: number): Fault =>
  fault(
    at,
    'ssh-command-timeout',
    `a command did not end within ${ms / 1000} s: ${printable(command, 80)}`,
    'Look on the machine what it waits for, then retry',
  )

export const commandRefused = (at: SshPlace, command: string, why: string): Fault =>
  fault(
    at,
    'ssh-command-refused',
    `the machine did not start a command (${printable(why)}): ${printable(command, 80)}`,
    'Check the limits of its SSH server, then retry',
  )
