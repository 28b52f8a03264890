/** A roll-out one can look at, begin and stop: the same for the screen and for lines. */
import type { Host } from '../../plan.ts'
import type { Clock } from '../../world.ts'
import { deployHost } from './deploy.ts'
import type { Deployment } from './deployment.ts'
import type { DeployFact } from './facts.ts'
import { type Ends, rollOut } from './roll-out.ts'
import { afterFact, type DeployStanding, waiting } from './standing.ts'

export interface RollOutState {
  readonly stage: 'ready' | 'running' | 'stopping' | 'over'
  readonly action: Deployment['action']
  /** Seconds a machine waits for its confirmation. */
  readonly window: number
  /** In the order of the site. */
  readonly hosts: readonly DeployStanding[]
}

export interface RollOut {
  getSnapshot(): RollOutState
  subscribe(listener: () => void): () => void
  /** Every fact, as it is told. */
  observe(told: (host: string, fact: DeployFact, at: number) => void): () => void
  begin(): void
  /** Once: nothing more begins, what has begun is confirmed or goes back. Twice: it is left to the machines. */
  stop(): void
  /** Never, unless it was begun. */
  readonly ended: Promise<Ends>
}

export const createRollOut = (
  hosts: readonly Host[],
  deployment: Omit<Deployment, 'tell' | 'signal'>,
  clock: Pick<Clock, 'now'>,
  deploy: typeof deployHost = deployHost,
): RollOut => {
  const { action, window } = deployment
  const listeners = new Set<() => void>()
  const observers = new Set<(host: string, fact: DeployFact, at: number) => void>()
  const { promise: ended, resolve } = Promise.withResolvers<Ends>()
  const cutOff = new AbortController()
  let state: RollOutState = {
    ...{ stage: 'ready', action, window },
    hosts: hosts.map(({ name }) => waiting(name, clock.now())),
  }

  const set = (change: Partial<RollOutState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const tell = ({ name }: Host, fact: DeployFact): void => {
    const at = clock.now()
    for (const told of observers) told(name, fact, at)
    set({ hosts: state.hosts.map(one => (one.host === name ? afterFact(one, fact, at) : one)) })
  }
  const run = async (): Promise<void> => {
    set({ stage: 'running' })
    const whole = { ...deployment, tell, signal: cutOff.signal }
    const ends = await rollOut(hosts, whole, () => state.stage === 'stopping', deploy)
    set({ stage: 'over' })
    resolve(ends)
  }

  return {
    getSnapshot: () => state,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    observe: told => {
      observers.add(told)
      return () => observers.delete(told)
    },
    begin: () => {
      if (state.stage === 'ready') void run()
    },
    stop: () => {
      if (state.stage === 'stopping') cutOff.abort()
      if (state.stage === 'running') set({ stage: 'stopping' })
    },
    ended,
  }
}
