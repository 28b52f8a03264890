/** `firstlight demo`: the real engine on real sockets, against machines that are simulated on loopback. */
import { explain } from '../engine/index.ts'
import { faultsKnown } from '../lab/simulated/faults.ts'
import { type Context, exitCodes } from './context.ts'
import { demoStage } from './demo-stage.ts'
import type { DemoFlags } from './flags.ts'
import { follow } from './follow.ts'
import { opensScreen } from './opens-screen.ts'
import { launchStage, type Stage } from './stage.ts'

export const demo = async (flags: DemoFlags, context: Context): Promise<number> => {
  if (flags.fault?.includes('help')) return tellFaults(context)
  if (flags.guided) return (await import('./guide/command.ts')).guidedDemo(flags, context)
  const staged = await demoStage(flags, context)
  if (!staged.ok) {
    context.err(explain(staged.fault))
    return exitCodes.badUsage
  }
  return opensScreen(flags, context)
    ? (await import('./open.ts')).openDemoScreen(staged.value, flags, context)
    : inLines(staged.value, flags, context)
}

const inLines = async (stage: Stage, { json }: DemoFlags, context: Context): Promise<number> => {
  try {
    const launched = await launchStage(stage, context)
    if (!launched.ok) {
      context.err(explain(launched.fault))
      return exitCodes.refused
    }
    await stage.opened(launched.value.engine)
    return await follow(launched.value, context, json === true)
  } finally {
    await stage.close()
  }
}

const tellFaults = ({ out }: Context): number => {
  out(
    'A machine misbehaves on command: --fault machine2=occupied-disk --fault machine3=packet-loss=0.1,dies-in=copying',
  )
  for (const line of faultsKnown()) out(`  ${line}`)
  return exitCodes.well
}
