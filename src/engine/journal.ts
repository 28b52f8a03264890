/**
 * Everything the run did, one line of JSON per event, written before it is shown. A full disk does not stop
 * the run; it is said once, for then a later `resume` would not know all of it.
 */
import type { Fault } from './errors.ts'
import type { RunEvent } from './events.ts'
import type { World } from './world.ts'

export interface Journal {
  readonly path: string | null
  write(event: RunEvent): void
  close(): void
}

export const openJournal = (world: World, path: string, broken: (fault: Fault) => void): Journal => {
  const opened = world.files.appender(path)
  if (!opened.ok) {
    broken(journalBroken(path, opened.fault.message))
    return { path: null, write: () => {}, close: () => {} }
  }
  let complained = false
  return {
    path,
    write: event => {
      const written = opened.value.append(JSON.stringify(event))
      if (written.ok || complained) return
      complained = true
      broken(journalBroken(path, written.fault.message))
    },
    close: () => opened.value.close(),
  }
}

const journalBroken = (path: string, why: string): Fault => ({
  code: 'journal-broken',
  message: `the journal cannot be written: ${why}`,
  place: path,
  remedy:
    'Free some space or set XDG_STATE_HOME to a writable folder; the run goes on, but cannot be resumed',
})
