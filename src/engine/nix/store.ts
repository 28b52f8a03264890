/** Questions to Nix's store. */
import type { ProcessResult } from '../world.ts'
import { features, type Nix } from './evaluate.ts'

const ask = (
  { world, signal }: Nix,
  args: readonly string[],
  line: (line: string) => void,
): Promise<ProcessResult> =>
  world.processes.run({
    command: ['nix', ...features, ...args],
    ...(signal && { signal }),
    line: (text, stream) => stream === 'stdout' && line(text),
  })

/** `nix (Nix) 2.26.3`; nothing without Nix. */
export const nixVersion = async ({ world }: Nix): Promise<string | undefined> => {
  const { exitCode, stdout } = await world.processes.run({ command: ['nix', '--version'] })
  return exitCode === 0 ? stdout.trim() : undefined
}

/**
 * Everything these derivations need in order to be built, themselves included. Thousands of them for a NixOS:
 * more than is kept of a program's output, so they are taken as they come.
 */
export const requisitesOf = async (
  nix: Nix,
  derivations: readonly string[],
): Promise<ReadonlySet<string>> => {
  const all = new Set(derivations)
  if (all.size > 0) await ask(nix, ['path-info', '--recursive', ...derivations], line => all.add(line))
  return all
}

/** Those of these paths that are there, whole: a failed build leaves files behind that are not. */
export const validOf = async (nix: Nix, paths: readonly string[]): Promise<ReadonlySet<string>> => {
  const { ended, stdout } = await nix.world.processes.run({
    command: ['nix-store', '--check-validity', '--print-invalid', ...paths],
  })
  if (ended !== 'exited') return new Set()
  const invalid = new Set(stdout.split('\n'))
  return new Set(paths.filter(path => !invalid.has(path)))
}

/**
 * How large each path of a system is, what the progress of its copy is measured in; null when Nix does not tell:
 * then it is counted in paths. Lines, not JSON: that has another form in every other Nix, and more of it for a
 * NixOS than is kept of a program's output.
 */
export const closureOf = async (nix: Nix, path: string): Promise<ReadonlyMap<string, number> | null> => {
  const closure = new Map<string, number>()
  const { exitCode } = await ask(nix, ['path-info', '--recursive', '--size', path], line => {
    const [, member, bytes] = /^(\S+)\s+(\d+)$/.exec(line.trimEnd()) ?? []
    if (member !== undefined) closure.set(member, Number(bytes))
  })
  return exitCode === 0 && closure.size > 0 ? closure : null
}

/** A link by which the store keeps these paths; the second gets `-1` behind its name. */
export const keep = (nix: Nix, link: string, paths: readonly string[]): Promise<ProcessResult> =>
  ask(nix, ['build', '--out-link', link, ...paths], () => {})
