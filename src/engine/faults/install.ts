/** What can go wrong while nixos-anywhere works, and on the way back. */
import type { Fault } from '../errors.ts'
import type { ProcessResult } from '../world.ts'

export const installerNotFound = (host: string, program: string, why: string): Fault => ({
  code: 'no-nixos-anywhere',
  message: `${program} could not be started: ${why || 'it is not on PATH'}`,
  place: `${host}, partitioning`,
  remedy:
    'Install it (nix profile install nixpkgs#nixos-anywhere) or run firstlight with nix run, then retry',
})

const remedies: Readonly<Record<string, string>> = {
  partitioning:
    "Look at the machine's log: disko names the device and command that failed. Correct the layout, then retry",
  copying: "Look at the machine's log: is the new file system large enough for the system? Then retry",
  installing:
    "Look at the machine's log: nixos-install names what failed (often the boot loader). Then retry",
}

export const installerFailed = (host: string, step: string, ran: ProcessResult): Fault => {
  const why = `nixos-anywhere ${ran.ended === 'exited' ? `ended with ${ran.exitCode}` : `was ended (${ran.reason ?? ran.ended})`}: ${lastWords(ran)}`
  const place = `${host}, ${step}`
  return isConnectionLost(ran)
    ? { code: 'connection-lost', message: `the machine went away: ${why}`, place, remedy: whenLost }
    : { code: `${step}-failed`, message: why, place, remedy: remedies[step] ?? remedyElse }
}

const remedyElse = "Look at the machine's log, then retry"

const whenLost =
  'Check its power and cooling, and the link to it, then retry: it is installed again from the beginning'

/** ssh ends with 255 when its connection does; nix ends with 1, and says the same of a target without nix-store. */
const isConnectionLost = (ran: ProcessResult): boolean =>
  ran.exitCode === 255 ||
  (/^error: cannot connect to '/.test(lastWords(ran)) && !ran.stderr.includes('command not found'))

/** ssh's own chatter is no cause. */
const chatter = /^(warning:|Warning: Permanently added|Pseudo-terminal|\s*$)/

export const lastWords = ({ stdout, stderr }: ProcessResult): string => {
  const lines = `${stdout}\n${stderr}`.split('\n').filter(line => !chatter.test(line))
  return lines.at(-1)?.trim().slice(0, 200) ?? 'it said nothing'
}

const returning = (host: string, code: string, message: string, remedy: string): Fault => ({
  code,
  message,
  place: `${host}, verifying`,
  remedy,
})

export const wrongHostKey = (host: string, address: string): Fault =>
  returning(
    host,
    'wrong-host-key',
    `${address} answers with an SSH host key that is not the one installed`,
    'Check that no other machine has this address and that the machine boots the disk that was installed',
  )

export const notRebooted = (host: string): Fault =>
  returning(
    host,
    'not-rebooted',
    'it answers, but with the boot id of its installer',
    'Restart it by hand, then retry',
  )

export const oldSystem = (host: string, running: string, wanted: string): Fault =>
  returning(
    host,
    'old-system',
    `it runs ${running}, not the installed ${wanted}`,
    'Check which disk it boots: another disk or boot entry comes first',
  )

export const verificationRefused = (host: string, address: string): Fault =>
  returning(
    host,
    'verification-refused',
    `${address} has the installed host key, but refuses your SSH key`,
    'Add your key to users.users.root.openssh.authorizedKeys.keys of this system, or pass it with --ssh-key',
  )
