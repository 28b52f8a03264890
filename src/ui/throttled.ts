/** A store that moves at most so often, however fast the engine's does: every change is drawn, few alone. */
export interface Observed<T> {
  getSnapshot(): T
  subscribe(listener: () => void): () => void
}

export const throttled = <T>(store: Observed<T>, period: number): Observed<T> => {
  const listeners = new Set<() => void>()
  let held = store.getSnapshot()
  let timer: NodeJS.Timeout | undefined
  let missed = false
  let unsubscribe: (() => void) | undefined

  const show = (): void => {
    missed = false
    held = store.getSnapshot()
    timer = setTimeout(rest, period)
    for (const listener of listeners) listener()
  }
  const rest = (): void => {
    timer = undefined
    if (missed) show()
  }
  const changed = (): void => {
    missed = true
    if (timer === undefined) show()
  }
  const leave = (listener: () => void): void => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    unsubscribe?.()
    unsubscribe = undefined
    clearTimeout(timer)
    timer = undefined
  }

  return {
    getSnapshot: () => held,
    subscribe: listener => {
      listeners.add(listener)
      if (unsubscribe === undefined) {
        held = store.getSnapshot()
        unsubscribe = store.subscribe(changed)
      }
      return () => leave(listener)
    },
  }
}
