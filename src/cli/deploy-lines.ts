/** A roll-out as lines: what happened to which machine, or the same facts as JSON; and its exit code. */
import { explain } from '../engine/errors.ts'
import { printable } from '../engine/site/path.ts'
import type { DeployFact } from '../engine/work/deploy/facts.ts'
import { type Ends, isThrough } from '../engine/work/deploy/roll-out.ts'
import type { RollOut } from '../engine/work/deploy/rolling.ts'
import { stepWords } from '../ui/view/deploy.ts'
import { type Context, exitCodes } from './context.ts'

export const tellRollOut = (
  rolling: Pick<RollOut, 'observe'>,
  json: boolean,
  { out }: Pick<Context, 'out'>,
): (() => void) =>
  rolling.observe((host, fact, at) => {
    const words = json ? undefined : describe(fact)
    if (json) out(JSON.stringify({ at, host, ...fact }))
    else if (words !== undefined) out(printable(`${time(at)} ${host.padEnd(12)} ${words}`))
  })

export const codeOfEnds = (ends: Ends, interrupted: boolean): number => {
  if (interrupted) return exitCodes.interrupted
  return [...ends.values()].every(isThrough) ? exitCodes.well : exitCodes.machineFailed
}

const time = (at: number): string => new Date(at).toISOString().slice(11, 19)

/** Every tenth second of the countdown is enough for lines, and the last ones. */
const isWorthALine = (seconds: number): boolean => seconds % 10 === 0 || seconds <= 5

const describe = (fact: DeployFact): string | undefined => {
  switch (fact.type) {
    case 'deployStarted':
      return `at ${fact.address}: from ${fact.from} to ${fact.to}`
    case 'deployStep':
      return stepWords[fact.step]
    case 'logged':
      return `  ${fact.line}`
    case 'revertsIn':
      return isWorthALine(fact.seconds) ? `goes back in ${fact.seconds} s unless it is confirmed` : undefined
    case 'healthChanged':
      return `${fact.service}: ${fact.state}${fact.detail && `: ${fact.detail}`}`
    case 'deployed':
      return `confirmed: it runs ${fact.system}`
    case 'unchanged':
      return `left as it is: it runs ${fact.system} already`
    case 'reverted':
      return `went back to ${fact.system}: ${explain(fact.fault)}`
    case 'deployFailed':
    case 'notStarted':
      return explain(fact.fault)
    default:
      return fact satisfies never
  }
}
