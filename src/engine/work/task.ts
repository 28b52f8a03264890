/** One piece of work on one machine, started by an effect and cancelled when its scope is left. */
import type { Earlier } from '../earlier.ts'
import type { Result } from '../errors.ts'
import type { MachineFact } from '../events.ts'
import type { Endpoint } from '../gate.ts'
import type { Effect, Guest, Journey, JourneyFact } from '../journey.ts'
import type { Host, InstallerImage, Plan, TargetSystem } from '../plan.ts'
import type { World } from '../world.ts'
import type { Records } from './records.ts'

export interface Task<Type extends Effect['type'] = Effect['type']> {
  readonly effect: Extract<Effect, { type: Type }>
  readonly host: Host
  /** As it was when the effect was asked for. */
  readonly journey: Journey
  readonly signal: AbortSignal
  tell(fact: JourneyFact | MachineFact): void
  readonly bench: Bench
}

/** What every piece of work may use. */
export interface Bench {
  readonly world: World
  readonly plan: Plan
  readonly endpoint: Endpoint
  readonly builds: Builds
  readonly records: Records
  /** The last run over this site, when there was one. */
  readonly earlier: Earlier | null
  /** Its own key, when it was cut off and left its folder behind: opens the installers that still wait for it. */
  readonly earlierKey: string | null
  /** A 0700 folder that is gone at the end of the run. */
  readonly folder: string
  /** This run's own key: installers let it in, installed systems do not. */
  readonly runKey: KeyPair
  readonly operator: OperatorKeys
  readonly tools: Tools
  /** The key an installed system will present, once it was put there. */
  expectHostKey(host: string, key: string): void
  hostKeyOf(host: string): string | undefined
  /** The installer that phoned home to this run last. */
  guestOf(host: string): Guest | null
}

export interface KeyPair {
  /** Where its private half is, 0600. */
  readonly path: string
  readonly privateKey: string
  readonly publicKey: string
}

/** What opens installed systems: the operator's own keys, never copied anywhere. */
export interface OperatorKeys {
  readonly privateKeys: readonly string[]
  readonly agent: string | null
}

export interface Tools {
  readonly nixosAnywhere: readonly [string, ...string[]]
  /** The text of nix/agent/agent.sh: run over SSH to look at the disks once more before erasing. */
  readonly agentScript: string
}

/** Installers and systems, built by Nix or taken from prebuilt artifacts; asking twice builds once. */
export interface Builds {
  installer(name: string): Promise<Result<InstallerImage>>
  system(host: Host): Promise<Result<TargetSystem>>
}
