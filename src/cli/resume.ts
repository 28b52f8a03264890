/**
 * `firstlight resume`: the last run goes on from its journal. What is finished stays finished; what was cut off
 * begins anew from a fresh boot of its installer; and a disk that was being erased is not erased again without
 * a word given now.
 */
import { type Earlier, unfinished } from '../engine/earlier.ts'
import { nothingToResume, notLeft } from '../engine/faults/earlier.ts'
import { explain, type Fault } from '../engine/index.ts'
import { type Context, exitCodes, stateFolder } from './context.ts'
import { lastRun, lastRunAnywhere } from './journals.ts'
import type { ResumeFlags, RunFlags } from './program.ts'
import { run } from './run.ts'
import { loadSite, tellRefused } from './site.ts'

export const resume = async (flags: ResumeFlags, context: Context): Promise<number> => {
  const found = await findRun(flags, context)
  if (typeof found === 'number') return found
  if (found?.asked == null) return refuse(context, nothingToResume(stateFolder(context)), exitCodes.badUsage)
  const left = unfinished(found)
  const unknown = (flags.wipe ?? []).find(name => !left.includes(name))
  if (unknown !== undefined) return refuse(context, notLeft(unknown, left), exitCodes.badUsage)
  for (const line of finishedLines(found)) context.err(line)
  if (left.length === 0) return nothingLeft(found, context)
  const { cwd, flags: asked } = found.asked
  const again: RunFlags = { ...asked, ...views(flags), host: [...left], wipe: flags.wipe ?? [] }
  return run(again, { ...context, cwd })
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

const finishedLines = ({ hosts }: Earlier): readonly string[] =>
  [...hosts].flatMap(([name, { ending }]) =>
    ending === 'finished' ? [`${name}: finished, and stays as it is`] : [],
  )

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
