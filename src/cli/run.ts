/** `firstlight run`: a site file goes in, installed machines come out. */
import { explain } from '../engine/index.ts'
import { type Context, exitCodes } from './context.ts'
import { follow } from './follow.ts'
import { launch } from './launch.ts'
import type { RunFlags } from './program.ts'
import { loadSite, tellRefused, warningLines } from './site.ts'

export const run = async (flags: RunFlags, context: Context): Promise<number> => {
  const site = { ...context, flags }
  const loaded = await loadSite(site)
  if (!loaded.ok) return tellRefused(site, loaded)
  const { plan, warnings } = loaded
  for (const line of warningLines(warnings)) context.err(line)
  const unknown = [...(flags.host ?? []), ...(flags.wipe ?? [])].find(
    name => !plan.hosts.some(host => host.name === name),
  )
  if (unknown !== undefined) {
    context.err(
      `--host, --wipe: the site has no host "${unknown}"; it has ${plan.hosts.map(({ name }) => name).join(', ')}`,
    )
    return exitCodes.badUsage
  }
  const launched = await launch(plan, { ...flags, attended: false }, context)
  if (!launched.ok) {
    context.err(explain(launched.fault))
    return exitCodes.refused
  }
  return follow(launched.value, context, flags.json === true)
}
