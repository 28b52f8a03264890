/** What every step of a deployment may use. */
import type { Result } from '../../errors.ts'
import type { Host, Plan } from '../../plan.ts'
import type { SshSession, World } from '../../world.ts'
import { type Asking, keysGiven } from '../status/ask.ts'
import type { DeployFact } from './facts.ts'

export interface Deployment {
  readonly world: World
  readonly plan: Plan
  readonly asking: Omit<Asking, 'signal'>
  readonly action: 'switch' | 'rollback'
  /** nixos-rebuild, and its first arguments. */
  readonly rebuild: readonly [program: string, ...args: string[]]
  readonly keyPath: string | null
  /** A 0700 folder that is gone at the end. */
  readonly folder: string
  /** Seconds from the switch to the machine's own way back. */
  readonly window: number
  /** Hosts whose address may be lost, by the operator's word. */
  readonly mayLose: readonly string[]
  /** Addresses the operator's own session runs over, besides the one each machine is reached at. */
  readonly ownAddresses: readonly string[]
  readonly declared: (host: Host) => readonly string[] | null
  readonly tell: (host: Host, fact: DeployFact) => void
  readonly signal: AbortSignal
}

/** A machine that was given another system, or is about to be. */
export interface Switched {
  readonly host: Host
  readonly address: string
  readonly before: string
  /** What must run; null after a roll-back: anything but what ran before. */
  readonly wanted: string | null
  /** When the machine's timer runs out. */
  readonly revertsAt: number
}

/** Always a new connection: one that is open already proves nothing about a network that was just changed. */
export const enter = (
  host: Host,
  address: string,
  { world, asking, signal }: Deployment,
  timeout = 5000,
): Promise<Result<SshSession>> =>
  world.ssh.connect({
    ...{ address, port: asking.port, user: 'root', timeout, signal },
    privateKeys: asking.operator.privateKeys,
    ...(asking.operator.agent === null ? {} : { agent: asking.operator.agent }),
    hostKeys: keysGiven(host, asking),
  })
