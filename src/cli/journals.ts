/** The journals of earlier runs: one file each in the site's state folder, named by when it began. */
import { type Earlier, earlierRun, knowingOf, readJournal } from '../engine/earlier.ts'
import type { World } from '../engine/world.ts'
import { type Context, stateFolder } from './context.ts'

export const journalPath = (folder: string, at: number): string =>
  `${folder}/${new Date(at).toISOString().replaceAll(':', '-')}.jsonl`

/** The last run over the site whose state is kept here, with what the few before it knew. */
export const lastRun = async ({ files }: Pick<World, 'files'>, folder: string): Promise<Earlier | null> => {
  const names = (await journalsIn(files, folder)).slice(-remembered)
  const runs = await Promise.all(names.map(name => readRun(files, `${folder}/${name}`)))
  return runs
    .filter(run => run !== undefined)
    .reduce<Earlier | null>((older, newer) => (older === null ? newer : knowingOf(newer, older)), null)
}

const remembered = 8

/** The last run that can be asked for again, over whatever site. */
export const lastRunAnywhere = async (context: Context): Promise<Earlier | null> => {
  const { files } = context.world
  const home = stateFolder(context)
  const sites = await files.list(home)
  const last = await Promise.all(
    (sites.ok ? sites.value : []).map(site => lastAskable(files, `${home}/${site}`)),
  )
  const found = last.filter(run => run !== null).sort((a, b) => a.startedAt - b.startedAt)
  return found.at(-1) ?? null
}

/** A demo cannot be resumed, whatever its site is called. */
const lastAskable = async (files: World['files'], folder: string): Promise<Earlier | null> => {
  for (const name of (await journalsIn(files, folder)).reverse()) {
    const run = await readRun(files, `${folder}/${name}`)
    if (run !== undefined && run.asked !== null) return run
  }
  return null
}

const journalsIn = async (files: World['files'], folder: string): Promise<string[]> => {
  const names = await files.list(folder)
  return names.ok ? names.value.filter(name => name.endsWith('.jsonl')) : []
}

const large = 512 * 1024 * 1024

const readRun = async (files: World['files'], path: string): Promise<Earlier | undefined> => {
  const text = await files.readText(path, large)
  return text.ok ? earlierRun(path, readJournal(text.value)) : undefined
}
