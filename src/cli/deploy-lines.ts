/** A deployment as lines: what happened to which machine, or the same facts as JSON. */
import { explain } from '../engine/errors.ts'
import type { Host } from '../engine/plan.ts'
import { printable } from '../engine/site/path.ts'
import type { DeployFact, DeployStep } from '../engine/work/deploy/facts.ts'
import type { Context } from './context.ts'

export const createTeller =
  (json: boolean, { out, world: { clock } }: Context) =>
  (host: Host, fact: DeployFact): void => {
    const at = clock.now()
    const words = json ? undefined : describe(fact)
    if (json) out(JSON.stringify({ at, host: host.name, ...fact }))
    else if (words !== undefined) out(printable(`${time(at)} ${host.name.padEnd(12)} ${words}`))
  }

const time = (at: number): string => new Date(at).toISOString().slice(11, 19)

/** Every tenth second of the countdown is enough for lines, and the last ones. */
const isWorthALine = (seconds: number): boolean => seconds % 10 === 0 || seconds <= 5

const describe = (fact: DeployFact): string | undefined => {
  switch (fact.type) {
    case 'deployStarted':
      return `at ${fact.address}: from ${fact.from} to ${fact.to}`
    case 'deployStep':
      return steps[fact.step]
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

const steps: Readonly<Record<DeployStep, string>> = {
  copying: 'building and copying; nothing is changed yet',
  arming: 'arming its way back',
  switching: 'switching',
  confirming: 'looking at it over a new connection',
  reverting: 'going back',
}
