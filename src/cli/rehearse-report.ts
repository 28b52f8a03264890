/** What came of a rehearsal, from the journal of the run inside; the screen has shown its own. */
import { readJournal } from '../engine/earlier.ts'
import { replay } from '../engine/index.ts'
import { reportOf } from '../ui/view/report.ts'
import type { Context } from './context.ts'
import type { RehearseFlags } from './flags.ts'
import { opensScreen } from './opens-screen.ts'

const large = 512 * 1024 * 1024

export const reportLines = async (
  folder: string,
  flags: RehearseFlags,
  context: Context,
): Promise<readonly string[]> => {
  if (flags.json || opensScreen(flags, context)) return []
  const { files } = context.world
  const names = await files.list(folder)
  const journal = names.ok ? names.value.find(name => name.endsWith('.jsonl')) : undefined
  if (journal === undefined) return []
  const text = await files.readText(`${folder}/${journal}`, large)
  return text.ok ? ['', ...reportOf(replay(readJournal(text.value)))] : []
}
