/** From a plan and the flags to an engine: what `run` and `demo` have in common. */
import { loadArtifacts } from '../engine/artifacts/load.ts'
import { type Result, succeed } from '../engine/errors.ts'
import type { Asked, RunFact } from '../engine/events.ts'
import { createEngine, type Engine, type EngineOptions, type Plan } from '../engine/index.ts'
import { checkEarlier } from '../engine/preflight/earlier.ts'
import { type Finding, type PreflightOptions, preflight } from '../engine/preflight/preflight.ts'
import { prebuilt } from '../engine/work/build.ts'
import { nixBuilds } from '../engine/work/nix-build.ts'
import type { Builds, OperatorKeys } from '../engine/work/task.ts'
import type { Source } from '../engine/world.ts'
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
  /** It goes on with the last one, and has said so. */
  readonly resumes?: boolean
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
  const { world } = context
  const earlier =
    flags.asked === undefined ? null : await lastRun(world, `${stateFolder(context)}/${plan.name}`)
  const kit = await gather(flags, context)
  if (!kit.ok) return kit
  const looked = await preflight(whatToLookAt(plan, kit.value, context))
  const engine = (plan: Plan, only: readonly string[]): Engine =>
    engineOn({ plan, only, earlier, builds: kit.value.builds(plan) }, kit.value, context)
  return succeed({
    engine,
    findings: [...checkEarlier(earlier, flags.wipe ?? [], flags.resumes ?? false), ...looked],
  })
}

/** What an engine takes from this host, whatever its site says. */
export interface Kit {
  readonly flags: LaunchFlags
  readonly operator: OperatorKeys
  readonly builds: (plan: Plan) => (tell: (fact: RunFact) => void) => Builds
  readonly agentScript: string
  /** iPXE's, by file name. */
  readonly programs: ReadonlyMap<string, Source>
  readonly nixosAnywhere: readonly [string, ...string[]]
}

export const gather = async (flags: LaunchFlags, context: Context): Promise<Result<Kit>> => {
  const { world, env, root } = context
  const operator = await loadOperatorKeys(context, flags.sshKey)
  if (!operator.ok) return operator
  const builds = await buildsFor(flags, context)
  if (!builds.ok) return builds
  const agentScript = await world.files.readText(`${root}/nix/agent/agent.sh`, 1024 * 1024)
  if (!agentScript.ok) return agentScript
  const folders = [flags.ipxe, env.FIRSTLIGHT_IPXE].filter(folder => folder !== undefined)
  return succeed({
    ...{ flags, operator: operator.value, builds: builds.value, agentScript: agentScript.value },
    programs: await loadPrograms(world, folders),
    nixosAnywhere: commandOf(flags.nixosAnywhere ?? 'nixos-anywhere'),
  })
}

export const whatToLookAt = (plan: Plan, kit: Kit, context: Context): PreflightOptions => ({
  ...{ world: context.world, plan, folder: `${stateFolder(context)}/${plan.name}` },
  prebuilt: kit.flags.artifacts !== undefined,
  nixosAnywhere: kit.nixosAnywhere[0],
  programs: new Set(kit.programs.keys()),
  operatorKeys: kit.operator.privateKeys.length + (kit.operator.agent === null ? 0 : 1),
})

export const engineOn = (
  run: Required<Pick<EngineOptions, 'plan' | 'only' | 'builds' | 'earlier'>>,
  { flags, operator, programs, nixosAnywhere, agentScript }: Kit,
  context: Context,
): Engine => {
  const { world, version } = context
  const state = `${stateFolder(context)}/${run.plan.name}`
  return createEngine({
    ...{ ...run, world, programs, operator, version },
    tools: { nixosAnywhere, agentScript },
    journal: journalPath(state, world.clock.now()),
    ...(flags.asked === undefined ? {} : { asked: flags.asked }),
    records: flags.records ?? `${state}/machines.json`,
    wipe: flags.wipe ?? [],
    attended: flags.attended,
  })
}

const buildsFor = async (
  flags: LaunchFlags,
  { world, root, cwd }: Context,
): Promise<Result<Kit['builds']>> => {
  const nix = { world, cwd, library: `${root}/nix/lib`, ownFlake: root }
  if (flags.artifacts === undefined) return succeed(plan => tell => nixBuilds({ ...nix, plan, tell }))
  const artifacts = await loadArtifacts(world.files, flags.artifacts)
  return artifacts.ok ? succeed(() => () => prebuilt(artifacts.value)) : artifacts
}

const commandOf = (program: string | readonly [string, ...string[]]): readonly [string, ...string[]] =>
  typeof program === 'string' ? [program] : program
