/**
 * Installers and systems built by Nix: one evaluation tells every derivation and the few values we need, then
 * everything is built at once while machines boot. Asked host by host, it answers as each gets ready.
 */
import { fail, type Result, succeed } from '../errors.ts'
import type { RunFact } from '../events.ts'
import { buildFailed, evaluationFailed, missingOutput, noNix } from '../faults/nix.ts'
import { type Evaluated, evaluation, readEvaluation } from '../nix/evaluation.ts'
import { createBuildProgress } from '../nix/progress.ts'
import type { Host, InstallerImage, Plan, TargetSystem } from '../plan.ts'
import type { World } from '../world.ts'
import type { Builds } from './task.ts'

export interface NixBuildOptions {
  readonly world: World
  readonly plan: Plan
  readonly tell: (fact: RunFact) => void
}

export const nixBuilds = (options: NixBuildOptions): Builds => {
  let evaluated: Promise<Result<Evaluated>> | undefined
  const evaluate = (): Promise<Result<Evaluated>> => {
    evaluated ??= evaluateAll(options)
    return evaluated
  }
  const outputs = async (
    what: string,
    paths: (all: Evaluated) => readonly string[] | undefined,
  ): Promise<Result<readonly string[]>> => {
    const all = await evaluate()
    if (!all.ok) return all
    const wanted = paths(all.value)
    return wanted === undefined
      ? fail(missingOutput(options.plan.flake, what))
      : buildPaths(options, what, wanted)
  }
  const retryable = <T>(result: Result<T>): Result<T> => {
    if (!result.ok) evaluated = undefined
    return result
  }
  return {
    installer: async name => retryable(await installer(name, outputs, evaluate)),
    system: async host => retryable(await system(host, outputs, evaluate)),
  }
}

type Outputs = (
  what: string,
  paths: (all: Evaluated) => readonly string[] | undefined,
) => Promise<Result<readonly string[]>>
type Evaluate = () => Promise<Result<Evaluated>>

const installer = async (
  name: string,
  outputs: Outputs,
  evaluate: Evaluate,
): Promise<Result<InstallerImage>> => {
  const built = await outputs(name, all => {
    const found = all.installers[name]
    return found && [found.kernel, found.initrd]
  })
  if (!built.ok) return built
  const all = await evaluate()
  const found = all.ok ? all.value.installers[name] : undefined
  const [kernel, initrd] = built.value
  if (found === undefined || kernel === undefined || initrd === undefined)
    return fail(missingOutput(name, name))
  return succeed({
    name,
    kernel: `${kernel}/${found.kernelFile}`,
    initrd: `${initrd}/initrd`,
    init: `${found.toplevel}/init`,
    params: found.params,
  })
}

const system = async (host: Host, outputs: Outputs, evaluate: Evaluate): Promise<Result<TargetSystem>> => {
  const built = await outputs(host.system, all => {
    const found = all.systems[host.system]
    return found && [found.toplevel, found.diskoScript]
  })
  if (!built.ok) return built
  const all = await evaluate()
  const [toplevel, diskoScript] = built.value
  if (toplevel === undefined || diskoScript === undefined)
    return fail(missingOutput(host.system, host.system))
  const erases = all.ok ? (all.value.systems[host.system]?.erases ?? null) : null
  return succeed({ host: host.name, toplevel, diskoScript, erases, closureBytes: null })
}

const evaluateAll = async ({ world, plan }: NixBuildOptions): Promise<Result<Evaluated>> => {
  const chosen = plan.hosts.filter(({ managed }) => managed)
  const names = (of: (host: Host) => string) => [...new Set(chosen.map(of))]
  const apply = evaluation(
    names(({ installer }) => installer),
    names(({ system }) => system),
  )
  const ran = await world.processes.run({
    command: ['nix', ...features, 'eval', '--json', `${plan.flake}#nixosConfigurations`, '--apply', apply],
    cwd: plan.root,
    timeout: 30 * 60 * 1000,
  })
  if (ran.ended === 'notStarted') return fail(noNix(plan.source))
  // Nix may print half a JSON before an error: only the exit code tells.
  if (ran.exitCode !== 0) return fail(evaluationFailed(plan.flake, ran.stderr))
  return readEvaluation(ran.stdout, plan.flake)
}

const features = ['--extra-experimental-features', 'nix-command flakes'] as const

const buildPaths = async (
  { world, plan, tell }: NixBuildOptions,
  what: string,
  drvs: readonly string[],
): Promise<Result<readonly string[]>> => {
  const progress = createBuildProgress()
  const ran = await world.processes.run({
    command: [
      'nix',
      ...features,
      'build',
      '--no-link',
      '--print-out-paths',
      '--log-format',
      'internal-json',
      '-v',
      ...drvs.map(drv => `${drv}^out`),
    ],
    cwd: plan.root,
    line: (line, stream) => {
      if (stream === 'stderr' && progress.read(line)) tell({ type: 'building', what, ...progress.now() })
    },
  })
  if (ran.exitCode !== 0) {
    const fault =
      ran.ended === 'notStarted'
        ? noNix(plan.source)
        : buildFailed(what, progress.errors().join(' ') || (ran.reason ?? ''))
    tell({ type: 'buildFailed', what, fault })
    return fail(fault)
  }
  const paths = ran.stdout.trim().split('\n')
  tell({ type: 'built', what, path: paths[0] ?? '' })
  return succeed(paths)
}
