/**
 * `firstlight resume`: the last run goes on from its journal. What is finished stays finished; what was cut off
 * begins anew from a fresh boot of its installer; and a disk that was being erased is not erased again without
 * a word given now.
 */
import { type Earlier, unfinished } from '../engine/earlier.ts'
import { nothingToResume, notLeft } from '../engine/faults/earlier.ts'
import { explain, type Fault } from '../engine/index.ts'
import { printable } from '../engine/site/path.ts'
import type { HostStatus } from '../engine/work/status/answer.ts'
import { type Context, exitCodes, stateFolder } from './context.ts'
import type { ResumeFlags, RunFlags } from './flags.ts'
import { installedOf } from './installed.ts'
import { lastRun, lastRunAnywhere } from './journals.ts'
import { run } from './run.ts'
import { loadSite, tellRefused } from './site.ts'
import { lookAll } from './status.ts'

export const resume = async (flags: ResumeFlags, context: Context): Promise<number> => {
  const found = await findRun(flags, context)
  if (typeof found === 'number') return found
  if (found?.asked == null) return refuse(context, nothingToResume(stateFolder(context)), exitCodes.badUsage)
  const left = unfinished(found)
  const unknown = (flags.wipe ?? []).find(name => !left.includes(name))
  if (unknown !== undefined) return refuse(context, notLeft(unknown, left), exitCodes.badUsage)
  const { cwd, flags: asked } = found.asked
  if (left.length > 0) context.err(goingOn(found, left))
  const finished = await finishedLines(found, asked, { ...context, cwd })
  if (finished === null) return exitCodes.interrupted
  for (const line of finished) context.err(line)
  if (left.length === 0) return nothingLeft(found, context)
  const again: RunFlags = { ...asked, ...views(flags), host: [...left], wipe: flags.wipe ?? [] }
  return run({ ...again, resumes: true }, { ...context, cwd })
}

const views = ({ plain, json, debug }: ResumeFlags): RunFlags => ({
  ...(plain === undefined ? {} : { plain }),
  ...(json === undefined ? {} : { json }),
  ...(debug === undefined ? {} : { debug }),
})

/** Over the site that is named, or else the last one of all; an exit code when the site cannot be read. */
const findRun = async ({ site }: ResumeFlags, context: Context): Promise<Earlier | null | number> => {
  if (site === undefined) return lastRunAnywhere(context)
  const named = { ...context, flags: { site } }
  const loaded = await loadSite(named)
  if (!loaded.ok) return tellRefused(named, loaded)
  return lastRun(context.world, `${stateFolder(context)}/${loaded.plan.name}`)
}

const goingOn = ({ startedAt, journal }: Earlier, left: readonly string[]): string =>
  printable(
    `Going on with the run of ${new Date(startedAt).toISOString()} (${journal}): ${left.join(', ')} ${left.length === 1 ? 'is' : 'are'} left`,
  )

/** Nothing is done to them, but how they are is looked at: whoever was cut off wants to know. */
const finishedLines = async (
  { hosts }: Earlier,
  asked: RunFlags,
  context: Context,
): Promise<readonly string[] | null> => {
  const finished = [...hosts].flatMap(([name, { ending }]) => (ending === 'finished' ? [name] : []))
  const statuses = finished.length === 0 ? [] : await lookAt(finished, asked, context)
  if (statuses === null) return null
  return finished.map(name => {
    const status = statuses.find(({ host }) => host === name)
    const now = status === undefined ? '' : `: ${status.detail}${status.remedy ? `. ${status.remedy}` : ''}`
    return printable(`${name}: finished, and stays as it is${now}`)
  })
}

/** Null when it was interrupted. A site that cannot be read any more is the run's to complain of. */
const lookAt = async (
  names: readonly string[],
  asked: RunFlags,
  context: Context,
): Promise<readonly HostStatus[] | null> => {
  const read = await loadSite({ ...context, flags: asked })
  const opened = read.ok ? await installedOf(read, { ...asked, host: [] }, context) : read
  if (!opened.ok) return []
  const hosts = opened.value.hosts.filter(({ name }) => names.includes(name))
  const stopped = new AbortController()
  const unhear = context.onSignal(() => stopped.abort())
  try {
    const statuses = await lookAll({ ...opened.value, hosts }, stopped.signal)
    return stopped.signal.aborted ? null : statuses
  } finally {
    unhear()
  }
}

/** Cut off between its last machine and its last word: only its folder is still to be cleared away. */
const nothingLeft = async ({ folder, settled, startedAt }: Earlier, context: Context): Promise<number> => {
  const adopted =
    settled || folder === null ? null : await context.world.files.adoptFolder(folder, 'firstlight-')
  if (adopted?.ok) await adopted.value.remove()
  context.err(`The run of ${new Date(startedAt).toISOString()} left nothing to do.`)
  return exitCodes.well
}

const refuse = ({ err }: Context, fault: Fault, code: number): number => {
  err(explain(fault))
  return code
}
