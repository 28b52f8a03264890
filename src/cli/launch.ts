/** From a plan and the flags to an engine: what `run` and `demo` have in common. */
import { loadArtifacts } from '../engine/artifacts/load.ts'
import { type Result, succeed } from '../engine/errors.ts'
import type { RunFact } from '../engine/events.ts'
import { createEngine, type Engine, type Plan } from '../engine/index.ts'
import { type Finding, preflight } from '../engine/preflight/preflight.ts'
import { prebuilt } from '../engine/work/build.ts'
import { nixBuilds } from '../engine/work/nix-build.ts'
import type { Builds } from '../engine/work/task.ts'
import type { Context } from './context.ts'
import { loadOperatorKeys } from './operator-keys.ts'
import { loadPrograms } from './programs.ts'

export interface LaunchFlags {
  readonly sshKey?: string
  readonly artifacts?: string
  readonly ipxe?: string
  readonly wipe?: readonly string[]
  readonly host?: readonly string[]
  /** The program, or a program and its first arguments. */
  readonly nixosAnywhere?: string | readonly [string, ...string[]]
  /** Where it is remembered which machines are installed; in the state folder unless said. */
  readonly records?: string
  readonly attended: boolean
}

export interface Launch {
  readonly engine: Engine
  readonly findings: readonly Finding[]
}

export const launch = async (plan: Plan, flags: LaunchFlags, context: Context): Promise<Result<Launch>> => {
  const { world, env } = context
  const operator = await loadOperatorKeys(context, flags.sshKey)
  if (!operator.ok) return operator
  const builds = await buildsFor(plan, flags, context)
  if (!builds.ok) return builds
  const agentScript = await world.files.readText(`${context.root}/nix/agent/agent.sh`, 1024 * 1024)
  if (!agentScript.ok) return agentScript
  const folders = [flags.ipxe, env.FIRSTLIGHT_IPXE].filter(folder => folder !== undefined)
  const programs = await loadPrograms(world, folders)
  const nixosAnywhere = commandOf(flags.nixosAnywhere ?? 'nixos-anywhere')
  const state = `${stateHome(context)}/firstlight/${plan.name}`
  const findings = await preflight({
    ...{ world, plan, folder: state, prebuilt: flags.artifacts !== undefined },
    nixosAnywhere: nixosAnywhere[0],
    programs: new Set(programs.keys()),
    operatorKeys: operator.value.privateKeys.length + (operator.value.agent === null ? 0 : 1),
  })
  const engine = createEngine({
    ...{ plan, world, programs, builds: builds.value, operator: operator.value, version: context.version },
    tools: { nixosAnywhere, agentScript: agentScript.value },
    journal: `${state}/${new Date(world.clock.now()).toISOString().replaceAll(':', '-')}.jsonl`,
    records: flags.records ?? `${state}/machines.json`,
    wipe: flags.wipe ?? [],
    only: flags.host ?? [],
    attended: flags.attended,
  })
  return succeed({ engine, findings })
}

const buildsFor = async (
  plan: Plan,
  flags: LaunchFlags,
  { world, root, cwd }: Context,
): Promise<Result<(tell: (fact: RunFact) => void) => Builds>> => {
  if (flags.artifacts === undefined)
    return succeed(tell => nixBuilds({ world, plan, tell, cwd, library: `${root}/nix/lib`, ownFlake: root }))
  const artifacts = await loadArtifacts(world.files, flags.artifacts)
  return artifacts.ok ? succeed(() => prebuilt(artifacts.value)) : artifacts
}

export const stateHome = ({ env, home }: Context): string => env.XDG_STATE_HOME ?? `${home}/.local/state`

const commandOf = (program: string | readonly [string, ...string[]]): readonly [string, ...string[]] =>
  typeof program === 'string' ? [program] : program
