/** An engine from start to exit code, without a screen: lines or JSON come out, signals go in. */
import { explain, type Fault, type Settled } from '../engine/index.ts'
import { type Context, exitCodes } from './context.ts'
import { writeJson } from './json.ts'
import type { Launch } from './launch.ts'
import { writePlain } from './plain.ts'

export const follow = async (
  { engine, findings }: Launch,
  context: Context,
  json: boolean,
): Promise<number> => {
  const refusals = findings.flatMap(finding => (finding.state === 'refused' ? [finding.fault] : []))
  if (refusals.length > 0) return refuse(refusals, context, json)
  for (const finding of findings)
    if (finding.state === 'warning') context.err(`warning: ${explain(finding.fault)}`)
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
    if (!started.ok) return refuse([started.fault], context, json)
    return codeOf(await engine.settled, interrupted)
  } finally {
    unhear()
    unwatch()
  }
}

export const codeOf = ({ failed, aborted }: Settled, interrupted: boolean): number => {
  if (interrupted) return exitCodes.interrupted
  return failed + aborted > 0 ? exitCodes.machineFailed : exitCodes.well
}

/** Nothing was started: everything that stands in the way, at once. */
export const refuse = (faults: readonly Fault[], { out, err }: Context, json: boolean): number => {
  for (const fault of faults) err(explain(fault))
  if (json) out(JSON.stringify({ type: 'refused', faults }))
  return exitCodes.refused
}
