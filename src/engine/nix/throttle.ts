/** Nix says hundreds of things a second: the newest of them, at most once in `ms`. */
import type { Clock } from '../world.ts'

export interface Throttle<T> {
  offer(value: T): void
  /** Tells what was held back. */
  flush(): void
}

export const createThrottle = <T>(
  clock: Pick<Clock, 'after'>,
  ms: number,
  tell: (value: T) => void,
): Throttle<T> => {
  let held: { readonly value: T } | undefined
  let resting: (() => void) | undefined

  const pass = (): void => {
    resting = undefined
    if (held === undefined) return
    const { value } = held
    held = undefined
    resting = clock.after(ms, pass)
    tell(value)
  }

  return {
    offer: value => {
      held = { value }
      if (resting === undefined) pass()
    },
    flush: () => {
      resting?.()
      pass()
      resting?.()
      resting = undefined
    },
  }
}
