/** What nixos-anywhere prints, as facts: step lines on stdout, copying on stderr. */

export type InstallerLine =
  | { readonly kind: 'step'; readonly step: 'partitioning' | 'copying' | 'installing' }
  | { readonly kind: 'paths'; readonly count: number }
  | { readonly kind: 'path'; readonly path: string }

const steps: readonly [RegExp, 'partitioning' | 'copying' | 'installing'][] = [
  [/^### Formatting hard drive with disko ###/, 'partitioning'],
  [/^### Uploading the system closure ###/, 'copying'],
  [/^### Installing NixOS ###/, 'installing'],
]

export const readInstallerLine = (line: string): InstallerLine | undefined => {
  const step = steps.find(([pattern]) => pattern.test(line))?.[1]
  if (step !== undefined) return { kind: 'step', step }
  const count = /^copying (\d+) paths\.\.\.$/.exec(line)?.[1]
  if (count !== undefined) return { kind: 'paths', count: Number(count) }
  const path = /^copying path '(\/nix\/store\/[^']+)' /.exec(line)?.[1]
  return path === undefined ? undefined : { kind: 'path', path }
}
