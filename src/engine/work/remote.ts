/** The few questions asked of a machine over SSH, and how the answers are read. */
import { type Fault, fail, type Result, succeed } from '../errors.ts'
import type { Guest } from '../journey.ts'
import type { Host } from '../plan.ts'
import type { SshOptions, SshSession } from '../world.ts'
import type { Bench } from './task.ts'

/** What a busy machine may take for a login, or for the simplest of answers. */
const patience = 10_000

export const ask = async (
  session: SshSession,
  command: string,
  signal: AbortSignal,
  { input, timeout = patience }: { readonly input?: string; readonly timeout?: number } = {},
): Promise<Result<string>> => {
  const output = await session.exec(command, {
    ...{ timeout, signal },
    ...(input === undefined ? {} : { input }),
  })
  if (!output.ok) return output
  const { exitCode, stdout, stderr } = output.value
  return exitCode === 0 ? succeed(stdout.trim()) : fail(refused(command, exitCode, stderr))
}

export const currentSystem = (session: SshSession, signal: AbortSignal): Promise<Result<string>> =>
  ask(session, 'readlink -f /run/current-system', signal)

export const bootId = (session: SshSession, signal: AbortSignal): Promise<Result<string>> =>
  ask(session, 'cat /proc/sys/kernel/random/boot_id', signal)

export type Limits = Partial<Pick<SshOptions, 'timeout' | 'reach'>>

/** Not yet, or not any more; the same question may have another answer in a moment. */
export const isPassing = ({ code }: Fault): boolean =>
  ['ssh-timeout', 'ssh-unreachable', 'ssh-refused', 'ssh-lost', 'ssh-command-timeout'].includes(code)

/** Into the installer, with this run's key and the host keys its agent told us. */
export const enterInstaller = (
  { world, runKey }: Bench,
  guest: Guest,
  signal: AbortSignal,
  { timeout = patience, ...limits }: Limits = {},
): Promise<Result<SshSession>> =>
  world.ssh.connect({
    address: guest.address,
    port: guest.sshPort,
    user: 'root',
    privateKeys: [runKey.privateKey],
    hostKeys: guest.hostKeys,
    ...{ timeout, signal, ...limits },
  })

/** What the installed system must present: the key this run gave it, else the one an earlier run recorded. */
export const expectedHostKey = (host: Host, { hostKeyOf, records }: Bench): string =>
  hostKeyOf(host.name) ?? records.of(host.name)?.hostKey ?? nobodysKey

/** Nobody has its other half: whoever answers at an address where nothing of ours is known is a stranger. */
export const nobodysKey = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)}`

/** Into an installed system, with the operator's keys and the host key we gave it. */
export const enterSystem = (
  { world, plan, operator }: Bench,
  address: string,
  hostKey: string,
  signal: AbortSignal,
  limits: Limits = {},
): Promise<Result<SshSession>> =>
  world.ssh.connect({
    address,
    port: plan.provision.ports.ssh,
    user: 'root',
    privateKeys: operator.privateKeys,
    ...(operator.agent === null ? {} : { agent: operator.agent }),
    hostKeys: [hostKey],
    ...{ timeout: patience, signal, ...limits },
  })

const refused = (command: string, exitCode: number, stderr: string) => ({
  code: 'remote-command-failed',
  message: `"${command.slice(0, 60)}" ended with ${exitCode}: ${stderr.trim().split('\n').at(-1)?.slice(0, 200) || 'no output'}`,
  place: 'SSH',
  remedy: 'Look at the machine, then retry',
})
