/** The one question put to a flake, as a Nix function, and its answer. Pure text in, facts out. */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { evaluationUnreadable } from '../faults/nix.ts'

const installer = z.object({
  kernel: z.string(),
  kernelFile: z.string(),
  initrd: z.string(),
  toplevel: z.string(),
  params: z.array(z.string()),
})

const system = z.object({
  toplevel: z.string(),
  diskoScript: z.string(),
  erases: z.array(z.string()).nullable(),
})

const answer = z.object({
  installers: z.record(z.string(), installer),
  systems: z.record(z.string(), system),
})

export type Evaluated = z.output<typeof answer>

/** Names outside the flake are simply absent from the answer, so that each gets its own clear line. */
export const evaluation = (installers: readonly string[], systems: readonly string[]): string => `
configurations:
let
  pick = names: tell: builtins.listToAttrs (map (name: { inherit name; value = tell configurations.\${name}.config; })
    (builtins.filter (name: configurations ? \${name}) names));
  drv = derivation: builtins.unsafeDiscardStringContext derivation.drvPath;
in {
  installers = pick ${list(installers)} (config: {
    kernel = drv config.system.build.kernel;
    kernelFile = config.system.boot.loader.kernelFile or "bzImage";
    initrd = drv config.system.build.netbootRamdisk;
    toplevel = builtins.unsafeDiscardStringContext "\${config.system.build.toplevel}";
    params = config.boot.kernelParams or [ ];
  });
  systems = pick ${list(systems)} (config: {
    toplevel = drv config.system.build.toplevel;
    diskoScript = drv config.system.build.diskoScript;
    erases = if config ? disko.devices.disk then map (disk: disk.device) (builtins.attrValues config.disko.devices.disk) else null;
  });
}`

const list = (names: readonly string[]): string => `[ ${names.map(string).join(' ')} ]`

const string = (text: string): string => `"${text.replace(/["\\$]/g, found => `\\${found}`)}"`

export const readEvaluation = (text: string, flake: string): Result<Evaluated> => {
  try {
    const parsed = answer.safeParse(JSON.parse(text))
    return parsed.success
      ? succeed(parsed.data)
      : fail(evaluationUnreadable(flake, z.prettifyError(parsed.error)))
  } catch (error) {
    return fail(evaluationUnreadable(flake, String(error)))
  }
}
