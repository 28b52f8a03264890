/** Machines that are looked at again and again; what was seen last of each, for whoever shows it. */
import type { Host } from '../../plan.ts'
import type { Clock } from '../../world.ts'
import type { HostStatus } from './answer.ts'

export interface Seen {
  readonly status: HostStatus
  readonly at: number
}

export interface StatusWatch {
  /** By host; one that is not there was not looked at yet. */
  getSnapshot(): ReadonlyMap<string, Seen>
  subscribe(listener: () => void): () => void
  /** Looks until the signal; what was seen is kept for the next time. */
  run(signal: AbortSignal): Promise<void>
  /** Now, instead of when its turn comes. */
  refresh(): void
}

export interface Watching {
  readonly hosts: readonly Host[]
  readonly clock: Pick<Clock, 'now' | 'sleep'>
  ask(host: Host, signal: AbortSignal): Promise<HostStatus>
  /** It is not what it was. */
  changed?(now: HostStatus, at: number): void
}

/** Every host by itself: one that does not answer keeps nobody waiting. */
export const createStatusWatch = ({ hosts, clock, ask, changed }: Watching): StatusWatch => {
  const listeners = new Set<() => void>()
  let seen: ReadonlyMap<string, Seen> = new Map()
  const resting = new Set<() => void>()

  const look = async (host: Host, signal: AbortSignal): Promise<void> => {
    const asked = await ask(host, signal)
    if (signal.aborted) return
    const at = clock.now()
    const last = seen.get(host.name)?.status
    const status = { ...asked, since: asked.since ?? sinceOf(last, asked, at) }
    seen = new Map(seen).set(host.name, { status, at })
    if (!isSame(last, status)) changed?.(status, at)
    for (const listener of listeners) listener()
  }

  /** Held by hand: a signal made of others may be collected while somebody still waits for it. */
  const rest = async (signal: AbortSignal): Promise<void> => {
    const roused = new AbortController()
    const wake = (): void => roused.abort()
    resting.add(wake)
    signal.addEventListener('abort', wake)
    await clock.sleep(pauseFor(hosts.length), roused.signal)
    signal.removeEventListener('abort', wake)
    resting.delete(wake)
  }

  const follow = async (host: Host, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await look(host, signal)
      if (!signal.aborted) await rest(signal)
    }
  }

  return {
    getSnapshot: () => seen,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    run: async signal => void (await Promise.all(hosts.map(host => follow(host, signal)))),
    refresh: () => {
      for (const wake of [...resting]) wake()
    },
  }
}

/** Milliseconds: every look is an SSH handshake, and hundreds of them at once are all that two cores can do. */
const pauseFor = (hosts: number): number => Math.max(2000, hosts * 50)

/** A first look tells what is, not since when. */
const sinceOf = (last: HostStatus | undefined, now: HostStatus, at: number): number | null => {
  if (last === undefined) return null
  return last.state === now.state ? last.since : at
}

const isSame = (last: HostStatus | undefined, now: HostStatus): boolean =>
  last?.state === now.state && last.address === now.address && last.detail === now.detail
