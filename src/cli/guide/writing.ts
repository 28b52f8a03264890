/** The files of the new site: shown, then written, then read back as any site is. */

import { type Fault, fail, type Result, succeed } from '../../engine/errors.ts'
import { alreadyThere } from '../../engine/faults/init.ts'
import { siteOf } from '../../engine/guide/answers.ts'
import type { Answers } from '../../engine/index.ts'
import { render } from '../../engine/nix/render.ts'
import type { Read } from '../../engine/site/load.ts'
import { siteDocument, skeleton } from '../../engine/site/skeleton.ts'
import { type Ours, writeNew } from '../new-site.ts'
import { renderer } from '../renderer.ts'
import { loadSite } from '../site.ts'
import { refusedSite } from './draft.ts'
import type { Sheet } from './sheet.ts'

export const showFiles = async (sheet: Sheet, answers: Answers): Promise<void> => {
  const site = siteOf(answers, sheet.standing(), sheet.machines)
  sheet.go('files', { answers, files: skeleton(site), generated: { state: 'making' } })
  const source = `${answers.folder}/site.${site.format}`
  const made = await render({ ...renderer(sheet.context), document: siteDocument(site), source })
  if (!made.ok) return sheet.set({ generated: { state: 'failed', fault: made.fault } })
  const files = Object.entries(made.value.hosts[answers.host]?.files ?? {})
  sheet.set({ generated: { state: 'made', files: files.map(([path, text]) => ({ path, text })) } })
}

export interface Written {
  readonly read: Read
  readonly ours: Ours
}

export const writeFiles = async (sheet: Sheet, ours: Ours): Promise<Result<Written>> => {
  const { context, ground } = sheet
  const { answers, files } = sheet.state()
  const written = await writeNew(files, answers.folder, context.world, ours)
  if (!written.ok) return written
  const loaded = await loadSite({ ...context, flags: { site: answers.folder } })
  if (!loaded.ok) return fail(loaded.faults[0] ?? refusedSite(answers.folder))
  const read = { ...loaded, plan: ground.adapt(loaded.plan) }
  return succeed({ read, ours: new Map([...ours, ...written.value]) })
}

/** Said at the first question about it, not after the last. */
export const siteInTheWay = async ({ context }: Sheet, folder: string): Promise<Fault | undefined> => {
  const paths = ['site.nix', 'site.json', 'flake.nix'].map(name => `${folder}/${name}`)
  const there = await Promise.all(paths.map(path => context.world.files.exists(path)))
  const found = paths.filter((_, index) => there[index])
  return found.length === 0 ? undefined : alreadyThere(folder, found)
}
