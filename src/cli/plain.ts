/** The run as plain lines, for pipes and logs: one per change, `time host phase words`, stable for grep. */
import type { Engine, RunEvent } from '../engine/index.ts'
import { describePhase, describeRunEvent } from '../ui/view/words.ts'

export const writePlain = ({ store }: Pick<Engine, 'store'>, write: (line: string) => void): (() => void) => {
  const shown = new Map<string, string>()
  const discovered = new Set<string>()
  return store.observe(event => {
    if ('host' in event) {
      const line = machineLine(store, event, shown)
      if (line !== undefined) write(line)
      return
    }
    if (event.type === 'discovered' && discovered.has(event.mac)) return
    if (event.type === 'discovered') discovered.add(event.mac)
    const words = describeRunEvent(event)
    if (words !== undefined) write(line(event.at, '-', event.type, words))
  })
}

const machineLine = (
  store: Engine['store'],
  event: Extract<RunEvent, { host: string }>,
  shown: Map<string, string>,
): string | undefined => {
  if (event.type === 'healthChanged')
    return line(
      event.at,
      event.host,
      event.type,
      `${event.service}: ${event.state}${event.detail && `: ${event.detail}`}`,
    )
  const journey = store.machine(event.host)?.journey
  if (journey === undefined) return undefined
  // A transfer is one line per file, not one per slice.
  const { phase } = journey
  const key = `${journey.attempt} ${phase.name}${phase.name === 'fetching' ? phase.file : ''}${phase.name === 'rebooting' ? phase.away : ''}`
  if (shown.get(event.host) === key) return undefined
  shown.set(event.host, key)
  return phase.name === 'pending' ? undefined : line(event.at, event.host, phase.name, describePhase(journey))
}

const line = (at: number, host: string, what: string, words: string): string =>
  `${new Date(at).toISOString().slice(11, 19)} ${host.padEnd(12)} ${what.padEnd(14)} ${words}`
