/** What Nix really printed on standard error (2.26.3; `newer-`: 2.34.8, `older-`: 2.8.0), and what we say of it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../src/engine/errors.ts'
import { evaluationFailed } from '../../../src/engine/faults/nix.ts'
import { buildFault } from '../../../src/engine/nix/build.ts'
import { transcriptOf } from '../../../src/engine/nix/transcript.ts'

const folder = join(import.meta.dirname, 'stderr')
const said = (name: string): string => readFileSync(join(folder, `${name}.txt`), 'utf8')

const addFlake = 'Name the folder that holds flake.nix; in a Git repository it has to be added with git add'
const correct = 'Correct the flake; nix eval shows the same error with --show-trace'
const spaceLeft = {
  code: 'disk-full',
  message: "Nix's store has no space left",
  remedy: 'Free some with nix-collect-garbage -d; an installer wants about 50 GB the first time',
}
const onArm = {
  code: 'wrong-platform',
  message: 'it can only be built on aarch64-linux, and this machine is none',
  remedy: 'Add a builder for aarch64-linux to nix.conf, or set boot.binfmt.emulatedSystems on this machine',
}
const noFlake = { code: 'no-flake', message: 'there is no flake.nix in it', remedy: addFlake }
const broken = (message: string) => ({
  code: 'evaluation-failed',
  message: `the flake does not evaluate: ${message}`,
  remedy: correct,
})
const unbuilt = (message: string, derivation: string) => ({
  code: 'build-failed',
  message: `netboot-base was not built: ${message}`,
  remedy: `Read its log with nix log ${derivation}, correct the configuration, then try again`,
})

const evaluations: Readonly<Record<string, Omit<Fault, 'place'>>> = {
  'no-flake': noFlake,
  'newer-no-flake': noFlake,
  'no-flake-here': noFlake,
  'no-folder': {
    code: 'no-flake',
    message: 'there is no folder /srv/nowhere',
    remedy: 'Name the folder that holds flake.nix',
  },
  'newer-untracked': {
    code: 'flake-untracked',
    message: '/srv/git/flake.nix is not tracked by Git, and Nix sees nothing else',
    remedy: 'Run git -C /srv/git add flake.nix',
  },
  'missing-attribute': {
    code: 'missing-output',
    message: 'the flake has no nixosConfiguration',
    remedy: 'Correct the name in the site, or add the output to the flake',
  },
  'flakes-disabled': {
    code: 'flakes-disabled',
    message: "Nix's experimental feature nix-command is not enabled",
    remedy: 'Enable flakes: experimental-features = nix-command flakes in nix.conf',
  },
  offline: {
    code: 'nix-offline',
    message:
      'Nix could not download https://api.github.com/repos/owner/infra/commits/HEAD: Could not resolve host: api.github.com',
    remedy: "Check this machine's way to the internet, or build where there is one and use --artifacts",
  },
  'store-full': spaceLeft,
  forbidden: {
    code: 'nix-forbidden',
    message: "this user may not use Nix's store: /nix/var/nix/db/big-lock",
    remedy: 'Start the Nix daemon, or run as the user whom the store belongs to',
  },
  'no-daemon': {
    code: 'nix-no-daemon',
    message: 'the Nix daemon does not answer at /nix/var/nix/daemon-socket/socket',
    remedy: 'Start it: systemctl start nix-daemon.socket',
  },
  assertions: broken(
    'Failed assertions: - The option interfaces.eno1 needs addresses or dhcp. - You must set boot.loader.',
  ),
  syntax: broken('syntax error, unexpected end of file, expecting INHERIT, at flake.nix:2:1'),
  'undefined-variable': broken("undefined variable 'nixpkgs', at flake.nix:1:49"),
  'missing-in-flake': broken("attribute 'linux' missing, at flake.nix:1:69"),
}

const builds: Readonly<Record<string, Omit<Fault, 'place'>>> = {
  'build-two-fail': unbuilt(
    'linux-failing: builder failed with exit code 3: cc1: fatal error',
    '/nix/store/kyy1ch9qqglqm7xzi2kx4c3xq4fm1w9i-linux-failing.drv',
  ),
  'newer-build-two-fail': unbuilt(
    'linux-failing: builder failed with exit code 3: cc1: fatal error',
    '/srv/new/store/z2i77zjppznnrhh8k7mk80xxv8bcl0n3-linux-failing.drv',
  ),
  'build-hash': unbuilt(
    'fetched: hash mismatch in fixed-output derivation: specified: sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= got: sha256-VD34n+yFscKA5b57xqM+MSA1A81u2zCEMS3k21qbQ2w=',
    '/nix/store/mxmcqb0bdziz53c24ydphvmlgbn709za-fetched.drv',
  ),
  'build-noout': unbuilt(
    "noout: builder failed to produce output path for output 'out' at '/nix/store/gp0nbcbjf92p77164ap09pmwmjwf679f-noout': nothing",
    '/nix/store/hq8fpwh3c7cbf513mdl58h3wv9l0r5va-noout.drv',
  ),
  'build-killed': {
    code: 'build-killed',
    message: 'the kernel ended the build: most often the memory was not enough',
    remedy: 'Build with more memory (8 GB, better 16), or with fewer jobs: max-jobs = 1 in nix.conf',
  },
  'build-arm': onArm,
  'newer-build-arm': onArm,
  'build-store-full': spaceLeft,
  'older-build': {
    code: 'nix-too-old',
    message: 'this Nix is too old: it does not know --print-out-paths',
    remedy: 'Use Nix 2.26 or newer; nix --version says which one is found',
  },
}

const built = (name: string, concerns = (_: string): boolean => true): Fault => {
  const stderr = said(name)
  const ran = { ended: 'exited', exitCode: 1, stdout: '', stderr } as const
  return buildFault({ ran, transcript: transcriptOf(stderr) }, 'netboot-base', 'base/build.log', concerns)
}

describe('what Nix says becomes one line', () => {
  it.each(Object.entries(evaluations))('%s', (name, fault) => {
    expect(evaluationFailed('path:/srv/site', said(name))).toEqual({ ...fault, place: 'path:/srv/site' })
  })

  it.each(Object.entries(builds))('%s', (name, fault) => {
    expect(built(name)).toEqual({ ...fault, place: 'base/build.log' })
  })

  it('every transcript that was kept is judged here', () => {
    const names = readdirSync(folder).map(file => file.replace('.txt', ''))
    expect([...Object.keys(evaluations), ...Object.keys(builds)].sort()).toEqual(names.sort())
  })

  it.each(['build-two-fail', 'newer-build-two-fail'])('%s: each is told its own failure', name => {
    const other = built(name, derivation => derivation.endsWith('-other.drv'))
    expect(other.message).toBe(
      'netboot-base was not built: other: builder failed with exit code 2: ld: cannot find -lz',
    )
  })

  it('a warning that was overcome is not the cause', () => {
    const stderr = `${said('offline').split('\n')[0]}\nerror: undefined variable 'x'\n`
    expect(evaluationFailed('.', stderr).code).toBe('evaluation-failed')
  })

  it('nothing of a terminal is passed on', () => {
    const fault = evaluationFailed('.', '\u001b[31;1merror:\u001b[0m \u001b[2J\u202eevil\n')
    expect(fault.message).toBe('the flake does not evaluate: evil')
  })
})
