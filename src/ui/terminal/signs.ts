/** What the terminal shows outside its screen: the title, its progress, and the bell when somebody is wanted. */
import type { Engine } from '../../engine/index.ts'
import { allEnded, countsOf, percentOf, wantsOperator } from '../summary.ts'
import { throttled } from '../throttled.ts'
import type { Terminal } from './terminal.ts'

/** Milliseconds: a title that flickers tells nothing. */
const period = 1000

export const showSigns = (
  { store }: Pick<Engine, 'store'>,
  terminal: Pick<Terminal, 'title' | 'progress' | 'call'>,
): (() => void) => {
  const wanting = new Set<string>()
  let title = ''
  let over = false
  const slow = throttled(store, period)

  const show = (): void => {
    const snapshot = slow.getSnapshot()
    const words = `firstlight: ${countsOf(snapshot)
      .map(({ words }) => words)
      .join(', ')}`
    if (words !== title) terminal.title(words)
    title = words
    terminal.progress(percentOf(snapshot), wanting.size > 0)
    for (const machine of snapshot.machines) {
      const { host, phase } = machine.journey
      if (!wantsOperator(machine)) wanting.delete(host)
      else if (!wanting.has(host)) {
        wanting.add(host)
        terminal.call(`${host} ${phase.name}`)
      }
    }
    if (!over && snapshot.machines.length > 0 && allEnded(snapshot) && wanting.size === 0)
      terminal.call('All machines are done')
    over = allEnded(snapshot)
  }
  return slow.subscribe(show)
}
