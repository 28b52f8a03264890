/** Many machines in the order of risk: wave by wave, and no further than the first wave that did not come through. */
import { waveStopped } from '../../faults/deploy.ts'
import type { Host } from '../../plan.ts'
import { layersOf } from '../../site/order.ts'
import { deployHost } from './deploy.ts'
import type { Deployment } from './deployment.ts'
import type { DeployEnd } from './facts.ts'

export type Ends = ReadonlyMap<string, DeployEnd>

/** `halted`: start nothing more; what has begun comes to its end. */
export const rollOut = async (
  hosts: readonly Host[],
  deployment: Deployment,
  halted: () => boolean,
  deploy: typeof deployHost = deployHost,
): Promise<Ends> => {
  const ends = new Map<string, DeployEnd>()
  for (const layer of layersOf(deployment.plan)) {
    const turn = hosts.filter(({ name }) => layer.includes(name))
    const bad = [...ends].flatMap(([name, end]) => (isThrough(end) ? [] : [name]))
    if (bad.length > 0 || halted()) for (const host of turn) leave(host, bad, deployment, ends)
    else await inParallel(turn, deployment, halted, ends, deploy)
  }
  return ends
}

export const isThrough = (end: DeployEnd): boolean => end === 'deployed' || end === 'unchanged'

const leave = (
  host: Host,
  bad: readonly string[],
  { tell }: Deployment,
  ends: Map<string, DeployEnd>,
): void => {
  const failed = bad.filter(name => ends.get(name) !== 'notStarted')
  tell(host, {
    type: 'notStarted',
    fault: waveStopped(host.name, failed.length > 0 ? failed : ['the operator']),
  })
  ends.set(host.name, 'notStarted')
}

const inParallel = async (
  hosts: readonly Host[],
  deployment: Deployment,
  halted: () => boolean,
  ends: Map<string, DeployEnd>,
  deploy: typeof deployHost,
): Promise<void> => {
  const waiting = [...hosts]
  const work = async (): Promise<void> => {
    for (let host = waiting.shift(); host !== undefined; host = waiting.shift()) {
      if (halted()) leave(host, [], deployment, ends)
      else ends.set(host.name, await deploy(host, deployment))
    }
  }
  await Promise.all(Array.from({ length: deployment.plan.provision.parallel }, work))
}
