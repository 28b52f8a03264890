/** What a run wrote down, read back. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent, Settled } from '../../src/engine/index.ts'

/** The only journal below this state folder. */
export const journalBelow = (state: string): readonly RunEvent[] => {
  const paths = readdirSync(state, { recursive: true, encoding: 'utf8' })
  const [path] = paths.filter(name => name.endsWith('.jsonl'))
  if (path === undefined) throw new Error('the run kept no journal')
  const lines = readFileSync(join(state, path), 'utf8').trimEnd().split('\n')
  return lines.map(text => JSON.parse(text) as RunEvent)
}

export const endOf = (events: readonly RunEvent[]): Settled => {
  const settled = events.find(event => event.type === 'settled')
  if (settled === undefined) throw new Error('the journal does not end as a run does')
  return settled
}
