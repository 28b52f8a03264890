/** What a flake's installers offer: one evaluation of nix/lib/installers.nix for all that are asked for. */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { installerIncomplete, missingOutput } from '../faults/nix.ts'
import { evaluate, type Nix } from './evaluate.ts'
import { nixList, nixString } from './output.ts'
import { type Each, together } from './together.ts'

/** What is to be built, and where it will be. */
export const derivation = z.object({ drv: z.string(), out: z.string() })

export type Derivation = Readonly<z.output<typeof derivation>>

const installer = z.object({
  absent: z.boolean().default(false),
  problems: z.array(z.string()),
  outputs: z.object({
    kernel: derivation.optional(),
    netbootRamdisk: derivation.optional(),
    toplevel: derivation.optional(),
  }),
  kernelFile: z.string().default('bzImage'),
  kernelParams: z.array(z.string()).default([]),
})

const answer = z.record(z.string(), installer)

export interface InstallerOutputs {
  readonly kernel: Derivation
  readonly initrd: Derivation
  readonly toplevel: Derivation
  readonly kernelFile: string
  readonly params: readonly string[]
}

/** By attribute; what one of them lacks is its own fault, and stops no other. */
export const evaluateInstallers = (
  nix: Nix,
  flake: string,
  attributes: readonly string[],
): Promise<Result<Each<InstallerOutputs>>> => together(flake, attributes, asked => ask(nix, flake, asked))

const ask = async (
  nix: Nix,
  flake: string,
  attributes: readonly string[],
): Promise<Result<Each<InstallerOutputs>>> => {
  const apply = `of: of { flake = ${nixString(flake)}; names = ${nixList(attributes)}; }`
  const asked = ['--impure', '--file', `${nix.library}/installers.nix`, '--apply', apply]
  const told = await evaluate(nix, flake, asked, answer)
  if (!told.ok) return told
  return succeed(
    new Map(attributes.map(attribute => [attribute, outputsOf(flake, attribute, told.value[attribute])])),
  )
}

const outputsOf = (
  flake: string,
  attribute: string,
  found: z.output<typeof installer> | undefined,
): Result<InstallerOutputs> => {
  if (found === undefined || found.absent) return fail(missingOutput(flake, attribute))
  const { kernel, netbootRamdisk: initrd, toplevel } = found.outputs
  if (kernel === undefined || initrd === undefined || toplevel === undefined)
    return fail(installerIncomplete(flake, found.problems))
  return succeed({ kernel, initrd, toplevel, kernelFile: found.kernelFile, params: found.kernelParams })
}
