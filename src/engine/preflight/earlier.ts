/** What an earlier run over this site left to be known before this one begins. */
import { type Earlier, halfWritten } from '../earlier.ts'
import { diskHalfWritten, runCutOff } from '../faults/earlier.ts'
import { type Finding, warning } from './preflight.ts'

export const checkEarlier = (
  earlier: Earlier | null,
  wipe: readonly string[],
  resumes: boolean,
): readonly Finding[] => {
  if (earlier === null) return []
  return [
    ...(earlier.settled || resumes
      ? []
      : [warning('last run', runCutOff(earlier.journal, earlier.startedAt))]),
    ...halfWritten(earlier)
      .filter(host => !wipe.includes(host))
      .map(host => warning(host, diskHalfWritten(host))),
  ]
}
