/** What a flake's machines install: system, disko script and the disks it erases, in one evaluation. */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { missingOutput, noDiskLayout } from '../faults/nix.ts'
import { evaluate, type Nix } from './evaluate.ts'
import { type Derivation, derivation } from './installers.ts'
import { nixList } from './output.ts'
import { type Each, together } from './together.ts'

const answer = z.record(
  z.string(),
  z.object({
    toplevel: derivation.nullable(),
    diskoScript: derivation.nullable(),
    erases: z.array(z.string()).nullable(),
  }),
)

export interface SystemOutputs {
  readonly toplevel: Derivation
  readonly diskoScript: Derivation
  readonly erases: readonly string[] | null
}

/** By name in `nixosConfigurations`; what one of them lacks is its own fault, and stops no other. */
export const evaluateSystems = (
  nix: Nix,
  flake: string,
  names: readonly string[],
): Promise<Result<Each<SystemOutputs>>> => together(flake, names, asked => ask(nix, flake, asked))

const ask = async (
  nix: Nix,
  flake: string,
  names: readonly string[],
): Promise<Result<Each<SystemOutputs>>> => {
  const told = await evaluate(
    nix,
    flake,
    [`${flake}#nixosConfigurations`, '--apply', question(names)],
    answer,
  )
  if (!told.ok) return told
  return succeed(new Map(names.map(name => [name, outputsOf(flake, name, told.value[name])])))
}

const outputsOf = (
  flake: string,
  name: string,
  found: z.output<typeof answer>[string] | undefined,
): Result<SystemOutputs> => {
  if (found === undefined || found.toplevel === null) return fail(missingOutput(flake, name))
  const { toplevel, diskoScript, erases } = found
  return diskoScript === null ? fail(noDiskLayout(flake, name)) : succeed({ toplevel, diskoScript, erases })
}

const question = (names: readonly string[]): string => `
configurations:
let
  present = builtins.filter (name: configurations ? \${name}) ${nixList(names)};
  plain = builtins.unsafeDiscardStringContext;
  drv = build: key: if build ? \${key} then { drv = plain build.\${key}.drvPath; out = plain build.\${key}.outPath; } else null;
  system = config: {
    toplevel = drv config.system.build "toplevel";
    diskoScript = drv config.system.build "diskoScript";
    erases = if config ? disko.devices.disk then map (disk: disk.device) (builtins.attrValues config.disko.devices.disk) else null;
  };
in builtins.listToAttrs (map (name: { inherit name; value = system configurations.\${name}.config; }) present)`
