/** What the terminal shows of a roll-out outside its screen. */
import type { RollOut } from '../../engine/index.ts'
import { throttled } from '../throttled.ts'
import { rollOutCounts, rollOutPercent, wantsLook } from '../view/deploy.ts'
import type { Terminal } from './terminal.ts'

/** Milliseconds: a title that flickers tells nothing. */
const period = 1000

export const showRollOutSigns = (
  rolling: Pick<RollOut, 'getSnapshot' | 'subscribe'>,
  terminal: Pick<Terminal, 'title' | 'progress' | 'call'>,
): (() => void) => {
  const called = new Set<string>()
  const slow = throttled(rolling, period)
  const call = (about: string): void => {
    if (!called.has(about)) terminal.call(about)
    called.add(about)
  }
  return slow.subscribe(() => {
    const state = slow.getSnapshot()
    const bad = state.hosts.filter(wantsLook)
    terminal.title(
      `firstlight: ${rollOutCounts(state)
        .map(({ words }) => words)
        .join(', ')}`,
    )
    terminal.progress(rollOutPercent(state), bad.length > 0)
    for (const { host } of bad) call(`${host} did not come through`)
    if (state.stage === 'over') call('The deployment is over')
  })
}
