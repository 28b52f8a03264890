/** What an earlier run left undone, said before anything is done about it. */
import type { Fault } from '../errors.ts'

export const runCutOff = (journal: string, began: number): Fault => ({
  code: 'run-cut-off',
  message: `the run of ${new Date(began).toISOString()} did not come to its end`,
  place: journal,
  remedy: 'firstlight resume goes on with it; a new run looks at every machine first',
})

export const diskHalfWritten = (host: string): Fault => ({
  code: 'disk-half-written',
  message: 'an earlier run left its disk half written',
  place: host,
  remedy: `It is erased again only on your word: --wipe ${host}, or its name typed on the screen`,
})

export const nothingToResume = (folder: string): Fault => ({
  code: 'nothing-to-resume',
  message: 'there is no journal of a run',
  place: folder,
  remedy: 'Begin one with firstlight run; XDG_STATE_HOME and the user must be those of the run',
})

export const notLeft = (name: string, left: readonly string[]): Fault => ({
  code: 'not-left-to-do',
  message: `"${name}" is not among the machines left to do; those are ${left.join(', ') || 'none'}`,
  place: '--wipe',
  remedy: 'Name one of them, or use firstlight run for any other',
})
