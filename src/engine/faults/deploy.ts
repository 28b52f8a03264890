/** What can go wrong while a running machine is given another system. */
import type { Fault } from '../errors.ts'
import type { ProcessResult } from '../world.ts'
import { lastWords } from './install.ts'

const about = (host: string, code: string, message: string, remedy: string): Fault => ({
  code,
  message,
  place: `${host}, deploying`,
  remedy,
})

export const notDeployable = (host: string, state: string, detail: string): Fault =>
  about(
    host,
    'not-deployable',
    `it is ${state}: ${detail}`,
    'Only a machine that we installed and that lets you in is deployed to: firstlight status shows how it stands',
  )

export const sessionAddressLost = (host: string, lost: readonly string[]): Fault =>
  about(
    host,
    'session-address-lost',
    `the site no longer gives it ${lost.join(', ')}, the address your own connection to it runs over`,
    `Keep the address, or say --allow-address-loss ${host} if it is meant`,
  )

export const noRebuild = (host: string, program: string, why: string): Fault =>
  about(
    host,
    'no-nixos-rebuild',
    `${program} could not be started: ${why || 'it is not on PATH'}`,
    'Install it (nix profile install nixpkgs#nixos-rebuild-ng), or name it with --nixos-rebuild',
  )

export const rebuildFailed = (host: string, what: string, ran: ProcessResult): Fault =>
  about(
    host,
    `${what}-failed`,
    `nixos-rebuild ${ran.ended === 'exited' ? `ended with ${ran.exitCode}` : `was ended (${ran.reason ?? ran.ended})`}: ${lastWords(ran)}`,
    what === 'deploy-copy'
      ? 'Nothing was changed on it. Correct what was said, then deploy again'
      : 'Look at what the activation said (journalctl on the machine), correct it, then deploy again',
  )

export const deployInProgress = (host: string, why: string): Fault =>
  about(
    host,
    'revert-not-armed',
    `the way back could not be made sure of, so nothing was switched: ${why}`,
    'If another deployment is under way, wait for its end; else: systemctl stop firstlight-revert.timer on it',
  )

export const strangeSystem = (host: string, path: string): Fault =>
  about(
    host,
    'not-a-store-path',
    `what it runs is not a path of the Nix store: ${path}`,
    'Look at /run/current-system on the machine',
  )

export const notConfirmed = (host: string, seconds: number, why: string): Fault =>
  about(
    host,
    'not-confirmed',
    `the new system was not confirmed within ${seconds} s: ${why}`,
    'Correct the system and deploy again; --confirm-within gives slow services more time',
  )

export const serviceFailing = (host: string, service: string, why: string): Fault =>
  about(
    host,
    'unhealthy-after-deploy',
    `${service} does not become healthy: ${why}`,
    `journalctl -u ${service} on the machine tells why; correct the system, then deploy again`,
  )

export const notReverted = (host: string, wanted: string, cause: Fault): Fault =>
  about(
    host,
    'revert-unseen',
    `${cause.message}; and it was not seen to run ${wanted} again`,
    'Look at its console: the timer firstlight-revert switches it back; if it did not, choose the generation before at boot',
  )

export const nothingBefore = (host: string): Fault =>
  about(
    host,
    'no-earlier-system',
    'the roll-back left it with the system it had: there is none before it',
    'Deploy the system you want instead',
  )

export const deployInterrupted = (host: string): Fault =>
  about(
    host,
    'deploy-interrupted',
    'it was called off before it was confirmed: the machine switches itself back when its time is up',
    'Wait for that, then deploy again',
  )

export const waveStopped = (host: string, failed: readonly string[]): Fault =>
  about(
    host,
    'wave-stopped',
    `it was left as it is: ${failed.join(', ')} before it did not come through`,
    'Correct that first, then deploy again',
  )
