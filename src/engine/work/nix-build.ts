/**
 * Installers and systems built by Nix: one evaluation for all systems and one for each flake that has
 * installers, then everything is built while machines boot. Asked host by host, it answers as each gets ready.
 */
import { fail, type Result, succeed } from '../errors.ts'
import type { RunFact } from '../events.ts'
import { missingOutput, noDiskLayout } from '../faults/nix.ts'
import { buildDerivations } from '../nix/build.ts'
import type { Nix } from '../nix/evaluate.ts'
import { evaluateInstallers, type InstallerOutputs } from '../nix/installers.ts'
import { absolute, outputOf } from '../nix/output.ts'
import { evaluateSystems, type SystemOutputs } from '../nix/systems.ts'
import type { Host, InstallerImage, Plan, TargetSystem } from '../plan.ts'
import type { Builds } from './task.ts'

export interface NixBuildOptions extends Nix {
  readonly plan: Plan
  readonly cwd: string
  /** The flake of this program: its installers are there for sites that name none of their own. */
  readonly ownFlake: string
  readonly tell: (fact: RunFact) => void
}

export const nixBuilds = (options: NixBuildOptions): Builds => {
  const { plan, tell } = options
  const managed = plan.hosts.filter(({ managed }) => managed)
  const systems = remembered(() =>
    evaluateSystems(
      options,
      plan.flake,
      managed.map(({ system }) => system),
    ),
  )

  const turn = inTurn(4)

  const told = async <T>(
    what: string,
    built: Promise<Result<T & { readonly path: string }>>,
  ): Promise<Result<T>> => {
    const result = await built
    tell(
      result.ok
        ? { type: 'built', what, path: result.value.path }
        : { type: 'buildFailed', what, fault: result.fault },
    )
    return result
  }
  return {
    installer: name => told(name, buildInstaller(options, name)),
    system: host =>
      told(
        host.system,
        turn(() => buildSystem(options, host, systems)),
      ),
  }
}

/** A rack of `nix build` processes at once helps nobody: the builders behind them are few. */
const inTurn = (most: number) => {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve))
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}

const remembered = <T>(ask: () => Promise<Result<T>>): (() => Promise<Result<T>>) => {
  let answer: Promise<Result<T>> | undefined
  return async () => {
    answer ??= ask()
    const result = await answer
    if (!result.ok) answer = undefined
    return result
  }
}

const buildInstaller = async (
  options: NixBuildOptions,
  name: string,
): Promise<Result<InstallerImage & { readonly path: string }>> => {
  const outputs = await findInstaller(options, name)
  if (!outputs.ok) return outputs
  const { kernel, initrd, toplevel, kernelFile, params } = outputs.value
  const built = await buildDerivations(options, name, [kernel.drv, initrd.drv], options.tell)
  if (!built.ok) return built
  return succeed({
    name,
    path: initrd.out,
    kernel: `${kernel.out}/${kernelFile}`,
    initrd: `${initrd.out}/initrd`,
    init: `${toplevel.out}/init`,
    params,
  })
}

/** In the flake the site names; a built-in profile's name falls back on our own flake. */
const findInstaller = async (options: NixBuildOptions, name: string): Promise<Result<InstallerOutputs>> => {
  const { flake, attribute } = outputOf(name, options.plan.flake)
  const found = await evaluateInstallers(options, absolute(flake, options.cwd), [attribute])
  const own = found.ok ? (found.value.get(attribute) ?? fail(missingOutput(flake, attribute))) : found
  if (own.ok || name.includes('#') || !name.startsWith('netboot-')) return own
  const ours = await evaluateInstallers(options, options.ownFlake, [attribute])
  const fallback = ours.ok ? ours.value.get(attribute) : undefined
  return fallback?.ok ? fallback : own
}

const buildSystem = async (
  options: NixBuildOptions,
  host: Host,
  systems: () => Promise<Result<ReadonlyMap<string, SystemOutputs>>>,
): Promise<Result<TargetSystem & { readonly path: string }>> => {
  const all = await systems()
  if (!all.ok) return all
  const found = all.value.get(host.system)
  if (found === undefined || found.toplevel === null)
    return fail(missingOutput(options.plan.flake, host.system))
  if (found.diskoScript === null) return fail(noDiskLayout(options.plan.flake, host.system))
  const built = await buildDerivations(
    options,
    host.system,
    [found.toplevel, found.diskoScript],
    options.tell,
  )
  if (!built.ok) return built
  const [toplevel = '', diskoScript = ''] = built.value
  return succeed({
    host: host.name,
    path: toplevel,
    toplevel,
    diskoScript,
    erases: found.erases,
    closureBytes: null,
  })
}
