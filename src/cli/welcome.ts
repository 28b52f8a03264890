/** `firstlight` with nothing said: the start screen, or what can be done from here where there is none. */
import { type Context, exitCodes } from './context.ts'
import type { ScreenFlags } from './flags.ts'
import { opensScreen } from './opens-screen.ts'

export const welcome = async (flags: ScreenFlags, context: Context): Promise<number> => {
  if (opensScreen({}, context)) return (await import('./open.ts')).openStartScreen(flags, context)
  for (const line of lines) context.out(line)
  return exitCodes.well
}

const lines = [
  'firstlight brings up machines with NixOS over the network, from this terminal.',
  '',
  '  firstlight demo             the whole program against simulated machines: no root, no Nix, no hardware',
  '  firstlight init             write a site for a first machine, and the flake beside it',
  '  firstlight check            check the site in this folder (site.nix, site.json or hosts.json)',
  '  firstlight plan             show what a run would do',
  '  firstlight run              install the machines; firstlight resume goes on with a run that was cut off',
  '  firstlight status           where each machine is and stands; deploy, rollback and diff for the days after',
  '  firstlight --help           every command and flag',
]
