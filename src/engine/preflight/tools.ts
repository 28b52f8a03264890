/** The programs that are called: are they here, and new enough? */

import { noNix } from '../faults/nix.ts'
import { noKeygen, noOperatorKey, noTool, oldNix } from '../faults/preflight.ts'
import type { World } from '../world.ts'
import { type Finding, good, type PreflightOptions, refused, warning } from './preflight.ts'

/** Older ones lack `nix build --print-out-paths` and `nix config show`, which nixos-anywhere needs. */
const oldestNix = [2, 19] as const

export const checkTools = async (options: PreflightOptions): Promise<readonly Finding[]> => {
  const { world, nixosAnywhere, operatorKeys } = options
  return [
    await nix(options),
    await present(world, nixosAnywhere, () => refused('nixos-anywhere', noTool(nixosAnywhere))),
    await present(world, 'ssh-keygen', () => refused('ssh-keygen', noKeygen())),
    operatorKeys > 0 ? good('SSH key', `${operatorKeys} found`) : warning('SSH key', noOperatorKey()),
  ]
}

const present = async ({ processes }: World, program: string, missing: () => Finding): Promise<Finding> => {
  const path = await processes.find(program)
  return path === undefined ? missing() : good(program.split('/').at(-1) ?? program, path)
}

const nix = async ({ world, plan, prebuilt }: PreflightOptions): Promise<Finding> => {
  if (prebuilt) return good('nix', 'not needed: installing from prebuilt artifacts')
  const ran = await world.processes.run({ command: ['nix', '--version'], timeout: 10_000 })
  if (ran.exitCode !== 0) return refused('nix', noNix(plan.source))
  const version = /(\d+)\.(\d+)(\.\d+)?/.exec(ran.stdout)
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
  const old = major < oldestNix[0] || (major === oldestNix[0] && minor < oldestNix[1])
  return old
    ? refused('nix', oldNix(version?.[0] ?? ran.stdout.trim(), oldestNix.join('.')))
    : good('nix', version?.[0] ?? '')
}
