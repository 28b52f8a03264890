/** What Nix says, as one clear line each. */
import type { Fault } from '../errors.ts'
import { plainLines, plainText } from '../plain-text.ts'
import { symptomIn } from './nix-symptoms.ts'

export const noNix = (source: string): Fault => ({
  code: 'no-nix',
  message: 'nix is not on PATH',
  place: source,
  remedy:
    'Install Nix, or start firstlight with nix run; run alone goes without, on --artifacts built elsewhere',
})

export const evaluationFailed = (flake: string, stderr: string): Fault => {
  const cause = causeIn(stderr)
  return {
    ...(symptomIn(cause) ?? {
      code: 'evaluation-failed',
      message: `the flake does not evaluate: ${plainText(cause, 300) || 'no error was printed'}`,
      remedy: 'Correct the flake; nix eval shows the same error with --show-trace',
    }),
    place: flake,
  }
}

/** The last error is the cause. It may go on for some lines (failed assertions do), and then says where it is. */
const causeIn = (stderr: string): string => {
  const lines = plainLines(stderr, 1000)
  const from = lines.findLastIndex(line => /^error:( |$)/.test(line))
  if (from < 0) return lines.join(' ')
  const told = lines.slice(from)
  const end = told.findIndex(line => /^at [/«]|^\d+\|/.test(line))
  const [, where] = /^at \S*-source\/(\S+):$/.exec(told[end] ?? '') ?? []
  const cause = told
    .slice(0, end < 0 ? undefined : end)
    .join(' ')
    .replace(/^error: ?/, '')
  return where === undefined ? cause : `${cause}, at ${where}`
}

/** It was ended from outside, and said nothing that would tell why. */
export const evaluationStopped = (flake: string, ended: 'killed' | 'timedOut' | 'aborted'): Fault => ({
  code: 'evaluation-stopped',
  message: `nix eval ${stops[ended]}`,
  place: flake,
  remedy:
    'Evaluating NixOS wants 4 GB of memory or more for itself; try again with more, or without other work',
})

const stops = {
  killed: 'was killed: most often the memory was not enough',
  timedOut: 'did not finish in half an hour',
  aborted: 'was interrupted',
}

export const evaluationUnreadable = (flake: string, why: string): Fault => ({
  code: 'evaluation-unreadable',
  message: `nix eval answered something else than expected: ${why}`,
  place: flake,
  remedy: 'Check that the named outputs are NixOS configurations with config.system.build',
})

/** By its name, or its whole attribute path. */
export const missingOutput = (flake: string, name: string): Fault => ({
  code: 'missing-output',
  message: `the flake has no nixosConfigurations.${name.replace(/^nixosConfigurations\./, '')}`,
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

export interface BuildFailure {
  readonly what: string
  /** The log, where there is one. */
  readonly place: string
  readonly why: string
  /** All complaints of Nix. */
  readonly said: readonly string[]
  readonly derivation?: string
}

export const buildFailed = ({ what, place, why, said, derivation }: BuildFailure): Fault => ({
  ...(symptomIn(derivation === undefined ? causeIn(said.join('\n')) : why) ?? {
    code: 'build-failed',
    message: `${what} was not built: ${plainText(why.replace(/\s+/g, ' '), 300) || 'nix build said nothing'}`,
    remedy:
      derivation === undefined
        ? 'Correct what Nix complains about, then try again'
        : `Read its log with nix log ${derivation}, correct the configuration, then try again`,
  }),
  place,
})

/** The generators name the place in the site, the value and the remedy themselves. */
export const notRenderable = (source: string, stderr: string): Fault => ({
  code: 'not-renderable',
  message: `its files cannot be generated: ${plainText(causeIn(stderr), 500)}`,
  place: source,
  remedy: 'Correct the site there, then render again',
})

export const renderedUnreadable = (source: string): Fault => ({
  code: 'rendered-unreadable',
  message: 'the kept rendering of this site cannot be read',
  place: source,
  remedy: 'Remove the folder firstlight/render in your cache, and render again',
})
