/** `firstlight build-vm`: a host's system as a virtual machine on this one, to be looked at before metal is. */
import { explain, type Fault } from '../engine/errors.ts'
import { noRebuild } from '../engine/faults/deploy.ts'
import { type Context, exitCodes } from './context.ts'
import type { BuildVmFlags } from './flags.ts'
import { loadSite, tellRefused } from './site.ts'

type Flags = Omit<BuildVmFlags, 'nixosRebuild'> & { nixosRebuild?: string | readonly [string, ...string[]] }

export const buildVm = async (flags: Flags, context: Context): Promise<number> => {
  const site = { ...context, flags }
  const loaded = await loadSite(site)
  if (!loaded.ok) return tellRefused(site, loaded)
  const { plan } = loaded
  const names = plan.hosts.map(({ name }) => name)
  const host = plan.hosts.find(({ name }) => name === (flags.host ?? (names.length === 1 ? names[0] : '')))
  if (host === undefined) return refuse(context, whichHost(flags.host, names), exitCodes.badUsage)
  const { nixosRebuild = 'nixos-rebuild' } = flags
  const program = typeof nixosRebuild === 'string' ? ([nixosRebuild] as const) : nixosRebuild
  const ran = await context.world.processes.run({
    command: [...program, 'build-vm', '--flake', `${plan.flake}#${host.system}`],
    cwd: context.cwd,
    line: (line, stream) => (stream === 'stdout' ? context.out(line) : context.err(line)),
  })
  if (ran.ended === 'notStarted')
    return refuse(context, noRebuild(host.name, program[0], ran.reason ?? ''), exitCodes.refused)
  return ran.exitCode === 0 ? exitCodes.well : exitCodes.machineFailed
}

const refuse = ({ err }: Context, fault: Fault, code: number): number => {
  err(explain(fault))
  return code
}

const whichHost = (named: string | undefined, names: readonly string[]): Fault => ({
  code: 'unknown-host',
  message: named === undefined ? 'no host was named' : `there is no host "${named}"`,
  place: '--host',
  remedy: `Name one of ${names.join(', ')}`,
})
