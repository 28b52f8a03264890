/** A roll-out behind the screen. */
import type { RollOut } from '../engine/work/deploy/rolling.ts'
import { showRollOutSigns } from '../ui/terminal/roll-out-signs.ts'
import { rollOutReport } from '../ui/view/deploy.ts'
import type { Context } from './context.ts'
import { codeOfEnds, tellRollOut } from './deploy-lines.ts'
import type { Work } from './work.ts'

export const deployWork = (rolling: RollOut, context: Context): Work => {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  return {
    // Who is told to stop from outside is not to wait for somebody to press q.
    stop: () => {
      rolling.stop()
      void rolling.ended.then(() => resolve())
    },
    over,
    signs: terminal => showRollOutSigns(rolling, terminal),
    lines: write => tellRollOut(rolling, false, { out: write }),
    finish: async silent => {
      const untell = silent ? () => {} : tellRollOut(rolling, false, context)
      await rolling.ended
      untell()
    },
    report: () => rollOutReport(rolling.getSnapshot()),
    code: async interrupted => codeOfEnds(await rolling.ended, interrupted),
  }
}
