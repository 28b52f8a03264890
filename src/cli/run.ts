/** `firstlight run`: a site file goes in, installed machines come out. */
import { type Asked, explain } from '../engine/index.ts'
import { type Context, exitCodes } from './context.ts'
import type { RunFlags } from './flags.ts'
import { follow } from './follow.ts'
import { opensScreen } from './opens-screen.ts'
import { loadSite, tellRefused, warningLines } from './site.ts'
import { knownHosts, launchStage, siteStage } from './stage.ts'

export const run = async (flags: RunFlags & { resumes?: boolean }, context: Context): Promise<number> => {
  const site = { ...context, flags }
  const loaded = await loadSite(site)
  if (!loaded.ok) return tellRefused(site, loaded)
  const stage = siteStage(loaded, { ...flags, asked: askedOf(flags, context.cwd) }, context)
  const known = knownHosts(stage)
  if (!known.ok) {
    context.err(explain(known.fault))
    return exitCodes.badUsage
  }
  if (opensScreen(flags, context)) return (await import('./open.ts')).openSiteScreen(stage, flags, context)
  for (const line of warningLines(loaded.warnings)) context.err(line)
  const launched = await launchStage(stage, context)
  if (!launched.ok) {
    context.err(explain(launched.fault))
    return exitCodes.refused
  }
  await stage.opened(launched.value.engine)
  return follow(launched.value, context, flags.json === true)
}

/** Words for erasing are not asked for again: they were given for that run alone. */
const askedOf = (flags: RunFlags & { resumes?: boolean }, cwd: string): Asked => {
  const { wipe: _, plain: __, json: ___, resumes: ____, ...kept } = flags
  return { cwd, flags: kept }
}
