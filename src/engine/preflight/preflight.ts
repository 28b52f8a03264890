/**
 * What a run needs, looked at before anything happens: each finding says what was found, and if it is not
 * enough, what to do. A refusal stops the run before a machine is woken; a warning is only shown.
 */
import type { Fault } from '../errors.ts'
import type { Plan } from '../plan.ts'
import type { World } from '../world.ts'
import { checkOthers } from './others.ts'
import { checkPorts } from './ports.ts'
import { checkPrograms } from './programs.ts'
import { checkResources } from './resources.ts'
import { checkTools } from './tools.ts'

export type Finding =
  | { readonly state: 'good'; readonly name: string; readonly found: string }
  | { readonly state: 'warning' | 'refused'; readonly name: string; readonly fault: Fault }

export interface PreflightOptions {
  readonly world: World
  readonly plan: Plan
  /** Nothing is built: Nix is not needed. */
  readonly prebuilt: boolean
  readonly nixosAnywhere: string
  readonly programs: ReadonlySet<string>
  readonly operatorKeys: number
  /** Where builds, images and the journal go. */
  readonly folder: string
}

export const preflight = async (options: PreflightOptions): Promise<readonly Finding[]> =>
  (await Promise.all([checkWire(options), checkHost(options)])).flat()

/** What is there on the network machines boot from, and whether we may answer on it. */
export const checkWire = (options: PreflightOptions): Promise<readonly Finding[]> =>
  all([checkPorts, checkOthers], options)

/** What this host has of what a run needs. */
export const checkHost = (options: PreflightOptions): Promise<readonly Finding[]> =>
  all([checkTools, checkPrograms, checkResources], options)

type Check = (options: PreflightOptions) => Promise<readonly Finding[]>

const all = async (checks: readonly Check[], options: PreflightOptions): Promise<readonly Finding[]> =>
  (await Promise.all(checks.map(check => check(options)))).flat()

export const good = (name: string, found: string): Finding => ({ state: 'good', name, found })
export const warning = (name: string, fault: Fault): Finding => ({ state: 'warning', name, fault })
export const refused = (name: string, fault: Fault): Finding => ({ state: 'refused', name, fault })
