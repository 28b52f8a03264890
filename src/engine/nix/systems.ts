/** What a flake's machines install: system, disko script and the disks it erases, in one evaluation. */
import { z } from 'zod'
import { type Result, succeed } from '../errors.ts'
import { evaluate, type Nix } from './evaluate.ts'
import { nixList } from './output.ts'

const answer = z.record(
  z.string(),
  z.object({
    toplevel: z.string().nullable(),
    diskoScript: z.string().nullable(),
    erases: z.array(z.string()).nullable(),
  }),
)

export interface SystemOutputs {
  /** Derivations; null when the configuration has no such output. */
  readonly toplevel: string | null
  readonly diskoScript: string | null
  readonly erases: readonly string[] | null
}

/** By name in `nixosConfigurations`; a name the flake does not have is absent. */
export const evaluateSystems = async (
  nix: Nix,
  flake: string,
  names: readonly string[],
): Promise<Result<ReadonlyMap<string, SystemOutputs>>> => {
  const asked = [`${flake}#nixosConfigurations`, '--apply', question(names)]
  const told = await evaluate(nix, flake, asked, answer)
  return told.ok ? succeed(new Map(Object.entries(told.value))) : told
}

const question = (names: readonly string[]): string => `
configurations:
let
  present = builtins.filter (name: configurations ? \${name}) ${nixList(names)};
  drv = build: key: if build ? \${key} then builtins.unsafeDiscardStringContext build.\${key}.drvPath else null;
  system = config: {
    toplevel = drv config.system.build "toplevel";
    diskoScript = drv config.system.build "diskoScript";
    erases = if config ? disko.devices.disk then map (disk: disk.device) (builtins.attrValues config.disko.devices.disk) else null;
  };
in builtins.listToAttrs (map (name: { inherit name; value = system configurations.\${name}.config; }) present)`
