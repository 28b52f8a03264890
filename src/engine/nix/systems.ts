/** What a flake's machines install: system, disko script and the disks it erases, in one evaluation. */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { missingOutput, noDiskLayout } from '../faults/nix.ts'
import { evaluate, type Nix } from './evaluate.ts'
import { nixList } from './output.ts'
import { type Each, together } from './together.ts'

const answer = z.record(
  z.string(),
  z.object({
    toplevel: z.string().nullable(),
    diskoScript: z.string().nullable(),
    system: z.string().nullable().default(null),
    erases: z.array(z.string()).nullable(),
  }),
)

export interface SystemOutputs {
  /** Derivations. */
  readonly toplevel: string
  readonly diskoScript: string
  /** Where the built system will be: known before it is built. */
  readonly system: string | null
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
  const { toplevel, diskoScript, system, erases } = found
  return diskoScript === null
    ? fail(noDiskLayout(flake, name))
    : succeed({ toplevel, diskoScript, system, erases })
}

const question = (names: readonly string[]): string => `
configurations:
let
  present = builtins.filter (name: configurations ? \${name}) ${nixList(names)};
  drv = build: key: if build ? \${key} then builtins.unsafeDiscardStringContext build.\${key}.drvPath else null;
  system = config: {
    toplevel = drv config.system.build "toplevel";
    diskoScript = drv config.system.build "diskoScript";
    system = if config.system.build ? toplevel then builtins.unsafeDiscardStringContext config.system.build.toplevel.outPath else null;
    erases = if config ? disko.devices.disk then map (disk: disk.device) (builtins.attrValues config.disko.devices.disk) else null;
  };
in builtins.listToAttrs (map (name: { inherit name; value = system configurations.\${name}.config; }) present)`
