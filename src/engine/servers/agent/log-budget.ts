/** How much one machine may say: enough for a boot at full voice, too little to drown the other machines. */
import type { Clock } from '../../world.ts'

const perSecond = 200
const atOnce = 2000

/** What may be said now of these lines; what is left out is counted in a last one. */
export const logBudget = (clock: Clock): ((lines: readonly string[]) => readonly string[]) => {
  let left = atOnce
  let since = clock.now()
  return lines => {
    const now = clock.now()
    left = Math.min(atOnce, left + (Math.max(0, now - since) / 1000) * perSecond)
    since = now
    const said = lines.slice(0, Math.floor(left))
    left -= said.length
    const silent = lines.length - said.length
    return silent === 0
      ? said
      : [...said, `(${silent} lines left out: it says more than ${perSecond} a second)`]
  }
}
