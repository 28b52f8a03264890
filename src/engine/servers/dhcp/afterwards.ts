/**
 * A rack that is switched on asks all at once, and to tell of an answer takes longer than to give it. So while
 * packets come thick and fast they are answered first and told of afterwards, in their order; but not much later,
 * and never without bound. In calm times everything is told at once.
 */
import type { Clock } from '../../world.ts'

export interface Afterwards {
  run(telling: () => void): void
  /** What still waits is told now. */
  flush(): void
}

/** More than so many packets within the window are a rush. */
const calm = 4
const windowMs = 10
/** A rush is over when nothing came for so long. */
const quietMs = 3
/** In one that lasts longer than this, a little is told between the answers. */
const longestMs = 200
const aLittle = 4
/** Told in one go when it is over, so that the next one does not wait either. */
const slice = 64
/** More than a data centre asks at once; what comes on top is a flood, and not worth its memory. */
const most = 20_000

export const createAfterwards = (clock: Clock): Afterwards => {
  let waiting: (() => void)[] = []
  let next = 0
  let window = { since: 0, packets: 0 }
  let lastAt = Number.NEGATIVE_INFINITY
  let rushedAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | undefined

  const rushes = (now: number): boolean => {
    if (now - window.since >= windowMs) window = { since: now, packets: 0 }
    window.packets += 1
    return window.packets > calm
  }

  const tellSome = (count: number): void => {
    for (const end = Math.min(waiting.length, next + count); next < end; ) waiting[next++]?.()
    if (next < waiting.length) return
    waiting = []
    next = 0
  }

  const look = (): void => {
    cancel = undefined
    const now = clock.now()
    if (now - lastAt >= quietMs) tellSome(slice)
    else if (now - rushedAt >= longestMs) tellSome(aLittle)
    if (waiting.length > 0) cancel = clock.after(1, look)
  }

  return {
    run: telling => {
      const now = clock.now()
      lastAt = now
      if (!rushes(now) && waiting.length === 0) return telling()
      if (waiting.length >= most) return
      if (waiting.length === 0) rushedAt = now
      waiting.push(telling)
      cancel ??= clock.after(quietMs, look)
    },
    flush: () => {
      cancel?.()
      cancel = undefined
      tellSome(waiting.length)
    },
  }
}
