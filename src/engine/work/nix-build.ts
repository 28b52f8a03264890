/**
 * Installers and systems built by Nix: one evaluation for all systems and one for each flake that has
 * installers, then everything is built while machines boot. Asked host by host, it answers as each gets ready.
 */
import { fail, type Result, succeed } from '../errors.ts'
import type { RunFact } from '../events.ts'
import { missingOutput } from '../faults/nix.ts'
import { type Builder, buildDerivations } from '../nix/build.ts'
import { findInstallers } from '../nix/find-installers.ts'
import { closureOf } from '../nix/store.ts'
import { evaluateSystems, type SystemOutputs } from '../nix/systems.ts'
import type { Each } from '../nix/together.ts'
import type { Host, InstallerImage, Plan, TargetSystem } from '../plan.ts'
import type { Builds } from './task.ts'

export interface NixBuildOptions extends Builder {
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

/** Asked once; but an answer with a failure in it is asked for again, for a retry may follow a correction. */
const remembered = <T>(ask: () => Promise<Result<Each<T>>>): (() => Promise<Result<Each<T>>>) => {
  let answer: Promise<Result<Each<T>>> | undefined
  return async () => {
    answer ??= ask()
    const result = await answer
    if (!result.ok || [...result.value.values()].some(({ ok }) => !ok)) answer = undefined
    return result
  }
}

const buildInstaller = async (
  options: NixBuildOptions,
  name: string,
): Promise<Result<InstallerImage & { readonly path: string }>> => {
  const { plan, ownFlake, cwd } = options
  const found = await findInstallers(options, { flake: plan.flake, ownFlake, cwd }, [name])
  const outputs = found.get(name) ?? fail(missingOutput(plan.flake, name))
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

const buildSystem = async (
  options: NixBuildOptions,
  host: Host,
  systems: () => Promise<Result<Each<SystemOutputs>>>,
): Promise<Result<TargetSystem & { readonly path: string }>> => {
  const all = await systems()
  if (!all.ok) return all
  const found = all.value.get(host.system) ?? fail(missingOutput(options.plan.flake, host.system))
  if (!found.ok) return found
  const { toplevel: system, diskoScript: script, erases } = found.value
  const built = await buildDerivations(options, host.system, [system.drv, script.drv], options.tell)
  if (!built.ok) return built
  const [toplevel = '', diskoScript = ''] = built.value
  return succeed({
    host: host.name,
    path: toplevel,
    toplevel,
    diskoScript,
    erases,
    closure: await closureOf(options, toplevel),
  })
}
