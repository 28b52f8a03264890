/** `firstlight guide`, and `firstlight demo --guided`: the way to a first machine, by its own name. */
import { explain, type Result } from '../../engine/errors.ts'
import { type Context, exitCodes } from '../context.ts'
import type { DemoFlags, GuideFlags } from '../flags.ts'
import { opensScreen } from '../opens-screen.ts'
import { type Ground, realGround } from './ground.ts'

export const guide = async (flags: GuideFlags, context: Context): Promise<number> => {
  const { ascii: _, theme: __, ...given } = flags
  return opensScreen({}, context) ? open(flags, context, realGround(given)) : noScreen(context)
}

export const guidedDemo = async (flags: DemoFlags, context: Context): Promise<number> => {
  if (!opensScreen(flags, context)) return noScreen(context)
  const { simulatedGround } = await import('./simulated.ts')
  const { machines: count, speed, fault: faults = [] } = flags
  const ground: Result<Ground> = await simulatedGround(
    { count, faults, ...(speed === undefined ? {} : { speed }) },
    context,
  )
  if (ground.ok) return open(flags, context, ground.value)
  context.err(explain(ground.fault))
  return exitCodes.badUsage
}

const open = async (flags: GuideFlags, context: Context, ground: Ground): Promise<number> =>
  (await import('../open.ts')).openGuide(flags, context, ground)

const noScreen = ({ err }: Context): number => {
  err(
    'firstlight guide asks questions and needs a terminal. Without one: firstlight init writes the same files, firstlight run installs.',
  )
  return exitCodes.badUsage
}
