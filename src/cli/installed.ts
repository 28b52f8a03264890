/** What every command on installed machines begins with: the site, the hosts meant, and how they are asked. */
import { loadArtifacts } from '../engine/artifacts/load.ts'
import { explain, fail, type Result, succeed } from '../engine/errors.ts'
import { missingOutput } from '../engine/faults/nix.ts'
import { absolute } from '../engine/nix/output.ts'
import { evaluateSystems } from '../engine/nix/systems.ts'
import type { Host, Plan } from '../engine/plan.ts'
import type { Read } from '../engine/site/load.ts'
import { prebuilt } from '../engine/work/build.ts'
import { loadRecords, type Records } from '../engine/work/records.ts'
import type { Asking } from '../engine/work/status/ask.ts'
import { type Context, exitCodes, stateFolder } from './context.ts'
import type { HostFlags } from './flags.ts'
import { lastRun } from './journals.ts'
import { loadOperatorKeys } from './operator-keys.ts'
import { loadSite, tellRefused, warningLines } from './site.ts'

export interface Installed {
  readonly read: Read
  readonly plan: Plan
  /** The managed ones of the site, or those that were named. */
  readonly hosts: readonly Host[]
  readonly asking: Omit<Asking, 'signal'>
  readonly records: Records
  readonly state: string
  /** What is remembered of them, read again: a run may have made a stranger ours since. */
  renewed(): Promise<Omit<Asking, 'signal'>>
}

export type Opened =
  | { readonly ok: true; readonly value: Installed }
  /** It has been said why. */
  | { readonly ok: false; readonly code: number }

export const openInstalled = async (flags: HostFlags & RecordsFlag, context: Context): Promise<Opened> => {
  const site = { ...context, flags }
  const read = await loadSite(site)
  if (!read.ok) return { ok: false, code: tellRefused(site, read) }
  for (const line of warningLines(read.warnings)) context.err(line)
  const found = await installedOf(read, flags, context)
  if (found.ok) return found
  context.err(explain(found.fault))
  return { ok: false, code: found.fault.code === unknownHost ? exitCodes.badUsage : exitCodes.refused }
}

/** The same for a site that is open already. */
export const installedOf = async (
  read: Read,
  flags: HostFlags & RecordsFlag,
  context: Context,
): Promise<Result<Installed>> => {
  const { world } = context
  const { plan } = read
  const hosts = chosen(plan, flags.host ?? [])
  if (!hosts.ok) return hosts
  const state = `${stateFolder(context)}/${plan.name}`
  const operator = await loadOperatorKeys(context, flags.sshKey)
  if (!operator.ok) return operator
  const wanted = await wantedSystems(plan, flags, context)
  if (!wanted.ok) return wanted
  const path = flags.records ?? `${state}/machines.json`
  const records = await loadRecords(world, path)
  if (!records.ok) return records
  const asking = {
    ...{ world, port: plan.provision.ports.ssh, operator: operator.value, wanted: wanted.value },
    ...{ records: records.value, earlier: await lastRun(world, state) },
    ...{ hostKeyOf: () => undefined, guestOf: () => null },
  }
  const renewed = async () => {
    const records = await loadRecords(world, path)
    return records.ok ? { ...asking, records: records.value, earlier: await lastRun(world, state) } : asking
  }
  return succeed({ read, plan, asking, state, renewed, hosts: hosts.value, records: records.value })
}

/** Not on the command line: a lab keeps its own. */
export interface RecordsFlag {
  readonly records?: string
}

const unknownHost = 'unknown-host'

const chosen = (plan: Plan, names: readonly string[]): Result<readonly Host[]> => {
  const managed = plan.hosts.filter(({ managed }) => managed)
  const unknown = names.find(name => !managed.some(host => host.name === name))
  if (unknown === undefined)
    return succeed(managed.filter(({ name }) => names.length === 0 || names.includes(name)))
  return fail({
    code: unknownHost,
    message: `the site manages no host "${unknown}"; it manages ${managed.map(({ name }) => name).join(', ')}`,
    place: '--host',
    remedy: 'Name one of them with --host',
  })
}

type Wanted = (host: Host) => Promise<Result<string>>

/** Nix is asked once, when the first of our machines answers: evaluating is enough, nothing is built. */
const wantedSystems = async (
  plan: Plan,
  { artifacts }: HostFlags,
  { world, root, cwd }: Context,
): Promise<Result<Wanted>> => {
  if (artifacts !== undefined) {
    const loaded = await loadArtifacts(world.files, artifacts)
    if (!loaded.ok) return loaded
    const builds = prebuilt(loaded.value)
    return succeed(async host => {
      const system = await builds.system(host)
      return system.ok ? succeed(system.value.toplevel) : system
    })
  }
  const names = plan.hosts.filter(({ managed }) => managed).map(({ system }) => system)
  let asked: ReturnType<typeof evaluateSystems> | undefined
  return succeed(async ({ system }) => {
    asked ??= evaluateSystems({ world, library: `${root}/nix/lib` }, absolute(plan.flake, cwd), names)
    const answer = await asked
    if (!answer.ok) return answer
    const outputs = answer.value.get(system) ?? fail(missingOutput(plan.flake, system))
    return outputs.ok ? succeed(outputs.value.toplevel.out) : outputs
  })
}
