/** A run behind the screen. */
import type { Engine } from '../engine/index.ts'
import { showSigns } from '../ui/terminal/signs.ts'
import { reportOf } from '../ui/view/report.ts'
import type { Context } from './context.ts'
import { codeOf } from './follow.ts'
import { writePlain } from './plain.ts'
import type { Work } from './work.ts'

export const runWork = (engine: Engine, context: Context): Work => ({
  stop: engine.stop,
  over: engine.settled,
  signs: terminal => showSigns(engine, terminal),
  lines: write => writePlain(engine, write),
  finish: silent => toItsEnd(engine, context, silent),
  report: () => reportOf(engine.store.getSnapshot()),
  code: async interrupted => codeOf(await engine.settled, interrupted),
})

/** With nobody to give the word, what is held fails: a run never waits for somebody who is gone. */
const toItsEnd = async (engine: Engine, context: Context, silent: boolean): Promise<void> => {
  const unwatch = silent ? () => {} : writePlain(engine, context.out)
  engine.unattend()
  await engine.settled
  unwatch()
}
