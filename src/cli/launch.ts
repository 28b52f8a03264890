/** From a plan and the flags to an engine: what `run` and `demo` have in common. */
import { loadArtifacts } from '../engine/artifacts/load.ts'
import { type Result, succeed } from '../engine/errors.ts'
import type { Asked, RunFact } from '../engine/events.ts'
import { createEngine, type Engine, type Plan } from '../engine/index.ts'
import { checkEarlier } from '../engine/preflight/earlier.ts'
import { type Finding, preflight } from '../engine/preflight/preflight.ts'
import { prebuilt } from '../engine/work/build.ts'
import { nixBuilds } from '../engine/work/nix-build.ts'
import type { Builds } from '../engine/work/task.ts'
import { type Context, stateFolder } from './context.ts'
import { journalPath, lastRun } from './journals.ts'
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
  /** How to ask for this run again; absent for a demo. */
  readonly asked?: Asked
  readonly attended: boolean
}

export interface Launch {
  readonly engine: Engine
  readonly findings: readonly Finding[]
}

/** Everything looked at, nothing begun: no journal, no engine. */
export interface Prepared {
  readonly findings: readonly Finding[]
  /** For this plan, or for one whose hosts boot other installers; its hosts, or some of them. */
  engine(plan: Plan, hosts: readonly string[]): Engine
}

export const launch = async (plan: Plan, flags: LaunchFlags, context: Context): Promise<Result<Launch>> => {
  const prepared = await prepare(plan, flags, context)
  if (!prepared.ok) return prepared
  const { findings, engine } = prepared.value
  return succeed({ findings, engine: engine(plan, flags.host ?? []) })
}

export const prepare = async (
  plan: Plan,
  flags: LaunchFlags,
  context: Context,
): Promise<Result<Prepared>> => {
  const { world, env } = context
  const state = `${stateFolder(context)}/${plan.name}`
  const earlier = flags.asked === undefined ? null : await lastRun(world, state)
  const operator = await loadOperatorKeys(context, flags.sshKey)
  if (!operator.ok) return operator
  const builds = await buildsFor(flags, context)
  if (!builds.ok) return builds
  const agentScript = await world.files.readText(`${context.root}/nix/agent/agent.sh`, 1024 * 1024)
  if (!agentScript.ok) return agentScript
  const folders = [flags.ipxe, env.FIRSTLIGHT_IPXE].filter(folder => folder !== undefined)
  const programs = await loadPrograms(world, folders)
  const nixosAnywhere = commandOf(flags.nixosAnywhere ?? 'nixos-anywhere')
  const looked = await preflight({
    ...{ world, plan, folder: state, prebuilt: flags.artifacts !== undefined },
    nixosAnywhere: nixosAnywhere[0],
    programs: new Set(programs.keys()),
    operatorKeys: operator.value.privateKeys.length + (operator.value.agent === null ? 0 : 1),
  })
  const engine = (plan: Plan, only: readonly string[]): Engine =>
    createEngine({
      ...{ plan, only, world, programs, operator: operator.value, version: context.version },
      builds: builds.value(plan),
      tools: { nixosAnywhere, agentScript: agentScript.value },
      journal: journalPath(state, world.clock.now()),
      ...{ earlier, ...(flags.asked === undefined ? {} : { asked: flags.asked }) },
      records: flags.records ?? `${state}/machines.json`,
      wipe: flags.wipe ?? [],
      attended: flags.attended,
    })
  return succeed({ engine, findings: [...checkEarlier(earlier, flags.wipe ?? []), ...looked] })
}

const buildsFor = async (
  flags: LaunchFlags,
  { world, root, cwd }: Context,
): Promise<Result<(plan: Plan) => (tell: (fact: RunFact) => void) => Builds>> => {
  const nix = { world, cwd, library: `${root}/nix/lib`, ownFlake: root }
  if (flags.artifacts === undefined) return succeed(plan => tell => nixBuilds({ ...nix, plan, tell }))
  const artifacts = await loadArtifacts(world.files, flags.artifacts)
  return artifacts.ok ? succeed(() => () => prebuilt(artifacts.value)) : artifacts
}

const commandOf = (program: string | readonly [string, ...string[]]): readonly [string, ...string[]] =>
  typeof program === 'string' ? [program] : program
