/** An engine from start to exit code, without a screen: lines or JSON come out, signals go in. */
import { type Engine, explain, type Settled } from '../engine/index.ts'
import { type Context, exitCodes } from './context.ts'
import { writeJson } from './json.ts'
import { writePlain } from './plain.ts'

export const follow = async (engine: Engine, context: Context, json: boolean): Promise<number> => {
  const unwatch = json ? writeJson(engine, context.out) : writePlain(engine, context.out)
  let interrupted = false
  const unhear = context.onSignal(signal => {
    if (!json)
      context.err(
        interrupted
          ? 'Ending now.'
          : `${signal}: starting nothing more; disks being written are finished first. Again: end now.`,
      )
    interrupted = true
    engine.stop(signal)
  })
  try {
    const started = await engine.start()
    if (!started.ok) {
      context.err(explain(started.fault))
      if (json) context.out(JSON.stringify({ type: 'refused', fault: started.fault }))
      return exitCodes.refused
    }
    return codeOf(await engine.settled, interrupted)
  } finally {
    unhear()
    unwatch()
  }
}

const codeOf = ({ failed, aborted }: Settled, interrupted: boolean): number => {
  if (interrupted) return exitCodes.interrupted
  return failed + aborted > 0 ? exitCodes.machineFailed : exitCodes.well
}
