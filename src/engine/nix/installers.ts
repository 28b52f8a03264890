/** What a flake's installers offer: one evaluation of nix/lib/installers.nix for all that are asked for. */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { installerIncomplete } from '../faults/nix.ts'
import { evaluate, type Nix } from './evaluate.ts'
import { nixList, nixString } from './output.ts'

const derivation = z.object({ drv: z.string(), out: z.string() })

const installer = z.object({
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
  readonly kernel: { readonly drv: string; readonly out: string }
  readonly initrd: { readonly drv: string; readonly out: string }
  readonly toplevel: { readonly drv: string; readonly out: string }
  readonly kernelFile: string
  readonly params: readonly string[]
}

/** By attribute; what one of them lacks is its own fault, and stops no other. */
export const evaluateInstallers = async (
  nix: Nix,
  flake: string,
  attributes: readonly string[],
): Promise<Result<ReadonlyMap<string, Result<InstallerOutputs>>>> => {
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
  const { kernel, netbootRamdisk: initrd, toplevel } = found?.outputs ?? {}
  if (found === undefined || kernel === undefined || initrd === undefined || toplevel === undefined)
    return fail(installerIncomplete(flake, found?.problems ?? [`${attribute} is missing`]))
  return succeed({ kernel, initrd, toplevel, kernelFile: found.kernelFile, params: found.kernelParams })
}
