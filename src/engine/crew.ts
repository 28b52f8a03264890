/**
 * Does what the journeys ask for. Work belongs to the scope it was started in: when a journey leaves it, or
 * asks for something new, the work is cancelled, and what it still says is not heard.
 */
import { bug } from './errors.ts'
import type { HostFact } from './events.ts'
import { type Effect, scopeOf } from './journey.ts'
import type { Host } from './plan.ts'
import type { MachineState } from './snapshot.ts'
import { checkHealth } from './work/health.ts'
import { inspect } from './work/inspect.ts'
import { install } from './work/install.ts'
import { probe, probeAgain } from './work/probe.ts'
import { reboot } from './work/reboot.ts'
import type { Bench, Task } from './work/task.ts'
import { verify } from './work/verify.ts'
import { wake } from './work/wake.ts'

type Work = { readonly [Type in Effect['type']]: (task: Task<Type>) => Promise<void> }

const work: Work = { probe, probeAgain, wake, inspect, install, reboot, verify, checkHealth }

export interface Crew {
  moved(host: Host, before: MachineState, after: MachineState, effects: readonly Effect[]): void
  /** Resolves when everything that was cancelled has really ended. */
  dismiss(): Promise<void>
}

export const createCrew = (bench: Bench, tell: (fact: HostFact) => void): Crew => {
  const scopes = new Map<string, AbortController>()
  const running = new Set<Promise<void>>()

  const start = (host: Host, after: MachineState, effect: Effect, { signal }: AbortController): void => {
    const task = {
      effect,
      host,
      journey: after.journey,
      signal,
      bench,
      tell: (fact: Parameters<Task['tell']>[0]) =>
        signal.aborted || tell({ host: host.name, ...fact } as HostFact),
    } as Task
    const run = work[effect.type] as (task: Task) => Promise<void>
    const done: Promise<void> = run(task)
      .catch(error => task.tell({ type: 'broke', fault: bug(error, `${host.name}, ${effect.type}`) }))
      .finally(() => running.delete(done))
    running.add(done)
  }

  return {
    moved: (host, before, after, effects) => {
      const left = scopeOf(before.journey.phase.name) !== scopeOf(after.journey.phase.name)
      if (left || effects.length > 0) scopes.get(host.name)?.abort()
      if (effects.length === 0) return
      const scope = new AbortController()
      scopes.set(host.name, scope)
      for (const effect of effects) start(host, after, effect, scope)
    },
    dismiss: async () => {
      for (const scope of scopes.values()) scope.abort()
      await Promise.all(running)
    },
  }
}
