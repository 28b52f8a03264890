/**
 * What is left of a run besides its report: installers that nobody can enter any more. They are switched off,
 * so that the next run finds the machines as this one did, and can wake them.
 */
import type { Guest, Journey } from './journey.ts'
import { enterInstaller } from './work/remote.ts'
import type { Bench } from './work/task.ts'

export const switchOffInstallers = async (
  bench: Bench,
  journeys: readonly Journey[],
  guests: ReadonlyMap<string, Guest>,
): Promise<void> => {
  const left = journeys.flatMap(({ host, phase }) => {
    const guest = guests.get(host)
    const isLeft = (phase.name === 'failed' || phase.name === 'aborted') && phase.disk !== 'installed'
    return isLeft && guest !== undefined ? [guest] : []
  })
  await Promise.all(left.map(guest => switchOff(bench, guest)))
}

/** As with a restart, the command must not wait for its own connection. */
const command = 'sync; (sleep 0.3; systemctl poweroff || poweroff -f) >/dev/null 2>&1 </dev/null &'

const patience = 3000

/** One that does not answer is gone already. */
const switchOff = async (bench: Bench, guest: Guest): Promise<void> => {
  const session = await enterInstaller(bench, guest, new AbortController().signal, patience)
  if (!session.ok) return
  await session.value.exec(command, { timeout: patience })
  session.value.close()
}
