/** `firstlight` with nothing said, where there is no screen: what can be done from here. */
import { type Context, exitCodes } from './context.ts'

export const welcome = async ({ out }: Context): Promise<number> => {
  for (const line of lines) out(line)
  return exitCodes.well
}

const lines = [
  'firstlight brings up machines with NixOS over the network, from this terminal.',
  '',
  '  firstlight demo             the whole program against simulated machines: no root, no Nix, no hardware',
  '  firstlight check            check the site in this folder (site.nix, site.json or hosts.json)',
  '  firstlight plan             show what a run would do',
  '  firstlight run              install the machines',
  '  firstlight --help           every command and flag',
]
