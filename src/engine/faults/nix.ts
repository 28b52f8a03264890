/** What Nix says, as one clear line each. */
import type { Fault } from '../errors.ts'

export const noNix = (source: string): Fault => ({
  code: 'no-nix',
  message: 'nix is not on PATH, and there are no prebuilt artifacts',
  place: source,
  remedy: 'Install Nix, run firstlight with nix run, or pass --artifacts with what was built elsewhere',
})

export const evaluationFailed = (flake: string, stderr: string): Fault => {
  const text = stderr.replace(/\s+/g, ' ')
  const known = symptoms.find(([pattern]) => pattern.test(text))
  return {
    code: known?.[1] ?? 'evaluation-failed',
    message: `the flake does not evaluate: ${lastError(stderr)}`,
    place: flake,
    remedy: known?.[2] ?? 'Correct the flake; nix eval shows the same error with --show-trace',
  }
}

const symptoms: readonly (readonly [RegExp, string, string])[] = [
  [
    /experimental (Nix )?feature '(nix-command|flakes)'/,
    'flakes-disabled',
    'Enable flakes: experimental-features = nix-command flakes in nix.conf',
  ],
  [
    /does not provide attribute|attribute '[^']+' missing/,
    'missing-output',
    'Check the name of the flake output in the site',
  ],
  [
    /could not find a flake\.nix|is not part of a flake|does not contain a '?\/?flake\.nix/,
    'no-flake',
    'Name the folder that holds flake.nix in site.flake',
  ],
]

const lastError = (stderr: string): string =>
  stderr
    .split('\n')
    .filter(line => /error:/.test(line))
    .at(-1)
    ?.replace(/^.*error:\s*/, '')
    .slice(0, 300) || 'no error was printed'

export const evaluationUnreadable = (flake: string, why: string): Fault => ({
  code: 'evaluation-unreadable',
  message: `nix eval answered something else than expected: ${why}`,
  place: flake,
  remedy: 'Check that the named outputs are NixOS configurations with config.system.build',
})

export const missingOutput = (flake: string, name: string): Fault => ({
  code: 'missing-output',
  message: `the flake has no nixosConfigurations.${name}`,
  place: flake,
  remedy: 'Correct the name in the site, or add the configuration to the flake',
})

export const installerIncomplete = (flake: string, problems: readonly string[]): Fault => ({
  code: 'installer-incomplete',
  message: problems.join('; '),
  place: flake,
  remedy:
    "Import nixpkgs' netboot-minimal in that configuration, or name one of netboot-base, -control-plane, -worker, -all-in-one",
})

export const noDiskLayout = (flake: string, name: string): Fault => ({
  code: 'no-disk-layout',
  message: `nixosConfigurations.${name} has no disko layout (config.system.build.diskoScript)`,
  place: flake,
  remedy: 'Import disko into it and describe its disks: what is to be erased is only ever taken from there',
})

export const buildFailed = (what: string, why: string): Fault => ({
  code: 'build-failed',
  message: `nix build failed: ${why.slice(0, 300) || 'it said nothing'}`,
  place: what,
  remedy: 'Look at the log named there (nix log), correct the configuration, then retry',
})

export const renderedUnreadable = (source: string): Fault => ({
  code: 'rendered-unreadable',
  message: 'the kept rendering of this site cannot be read',
  place: source,
  remedy: 'Remove the folder firstlight/render in your cache, and render again',
})
