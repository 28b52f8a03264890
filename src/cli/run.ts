/** `firstlight run`: a site file goes in, installed machines come out. */
import { type Earlier, halfWritten } from '../engine/earlier.ts'
import { type Asked, explain } from '../engine/index.ts'
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
  const asked = askedOf(flags, context.cwd)
  const launched = await launch(plan, { ...flags, asked, attended: false }, context)
  if (!launched.ok) {
    context.err(explain(launched.fault))
    return exitCodes.refused
  }
  for (const line of earlierLines(launched.value.earlier, flags.wipe ?? [])) context.err(line)
  return follow(launched.value, context, flags.json === true)
}

/** Words for erasing are not asked for again: they were given for that run alone. */
const askedOf = (flags: RunFlags, cwd: string): Asked => {
  const { wipe: _, plain: __, json: ___, ...kept } = flags
  return { cwd, flags: kept }
}

/** What an earlier run left undone, said before anything is done about it. */
export const earlierLines = (earlier: Earlier | null, wipe: readonly string[]): readonly string[] => {
  if (earlier === null) return []
  const began = new Date(earlier.startedAt).toISOString()
  return [
    ...(earlier.settled ? [] : [`The run of ${began} did not come to its end.`]),
    ...halfWritten(earlier).map(
      host =>
        `${host}: an earlier run left its disk half written; ${
          wipe.includes(host)
            ? 'you gave the word to erase it again'
            : `it is erased again only on your word: --wipe ${host}`
        }`,
    ),
  ]
}
