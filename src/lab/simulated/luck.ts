/** mulberry32: numbers from 0 to 1 that look random and are the same for the same seed, so that what failed can be had again. */
export const luckOf = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A machine's own, told by its card: another for each, and the same in every run. */
export const luckOfCard = (mac: string): (() => number) =>
  luckOf(Number(`0x${mac.slice(6).replaceAll(':', '')}`))
