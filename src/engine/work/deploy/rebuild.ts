/** nixos-rebuild, pinned to one machine: what it is called with, and its output as facts. */
import { fail, type Result, succeed } from '../../errors.ts'
import { deployInterrupted, noRebuild, rebuildFailed } from '../../faults/deploy.ts'
import type { Host } from '../../plan.ts'
import { keysGiven } from '../status/ask.ts'
import type { Deployment, Switched } from './deployment.ts'
import { writeSshConfig } from './ssh-config.ts'

/** It may build a system, and copy gigabytes. */
const longestCopy = 60 * 60_000

/** Builds and copies, and says what a switch would do: nothing is changed yet. */
export const copySystem = (host: Host, address: string, deployment: Deployment): Promise<Result<void>> =>
  rebuild(host, address, deployment, {
    what: 'deploy-copy',
    args: ['dry-activate', ...flakeOf(host, deployment)],
    timeout: longestCopy,
  })

/** Never longer than until the machine's own way back. */
export const switchSystem = (
  { host, address, revertsAt }: Switched,
  deployment: Deployment,
): Promise<Result<void>> =>
  rebuild(host, address, deployment, {
    what: 'deploy-switch',
    args: ['switch', ...(deployment.action === 'rollback' ? ['--rollback'] : flakeOf(host, deployment))],
    timeout: Math.max(1, revertsAt - deployment.world.clock.now()),
  })

interface Call {
  readonly what: 'deploy-copy' | 'deploy-switch'
  readonly args: readonly string[]
  readonly timeout: number
}

const flakeOf = ({ system }: Host, { plan }: Deployment) => ['--flake', `${plan.flake}#${system}`]

const rebuild = async (
  host: Host,
  address: string,
  deployment: Deployment,
  { what, args, timeout }: Call,
): Promise<Result<void>> => {
  const { world, rebuild, asking, folder, keyPath, signal, tell } = deployment
  const { name } = host
  const hostKeys = keysGiven(host, asking)
  const config = await writeSshConfig(world, folder, {
    host: name,
    address,
    port: asking.port,
    hostKeys,
    keyPath,
  })
  if (!config.ok) return config
  const ran = await world.processes.run({
    command: [...rebuild, ...args, '--target-host', `root@${name}`],
    env: { NIX_SSHOPTS: `-F ${config.value}` },
    timeout,
    signal,
    line: line => tell(host, { type: 'logged', line }),
  })
  if (ran.ended === 'aborted') return fail(deployInterrupted(name))
  if (ran.ended === 'notStarted') return fail(noRebuild(name, rebuild[0], ran.reason ?? ''))
  return ran.exitCode === 0 ? succeed(undefined) : fail(rebuildFailed(name, what, ran))
}
