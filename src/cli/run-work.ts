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

/** When every journey has ended, so has the run. */
const toItsEnd = async (engine: Engine, context: Context, silent: boolean): Promise<void> => {
  const unwatch = silent ? () => {} : writePlain(engine, context.out)
  const look = (): void => {
    const { machines, stage } = engine.store.getSnapshot()
    const ended = ['skipped', 'done', 'failed', 'aborted']
    if (stage === 'running' && machines.every(({ journey }) => ended.includes(journey.phase.name)))
      engine.stop('nobody is watching')
  }
  const unsubscribe = engine.store.subscribe(look)
  look()
  await engine.settled
  unsubscribe()
  unwatch()
}
