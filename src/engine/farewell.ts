/**
 * What is left of a run besides its report: installers that nobody can enter any more. They are switched off,
 * so that the next run finds the machines as this one did, and can wake them.
 */
import type { Guest } from './journey.ts'
import type { MachineState } from './snapshot.ts'
import { enterInstaller } from './work/remote.ts'
import type { Bench } from './work/task.ts'

export const switchOffInstallers = async (bench: Bench, machines: readonly MachineState[]): Promise<void> => {
  const left = machines.filter(
    ({ journey: { phase } }) =>
      (phase.name === 'failed' || phase.name === 'aborted') && phase.disk !== 'installed',
  )
  await Promise.all(left.map(({ guest }) => guest && switchOff(bench, guest)))
}

/** As with a restart, the command must not wait for its own connection. */
const command = 'sync; (sleep 0.3; systemctl poweroff || poweroff -f) >/dev/null 2>&1 </dev/null &'

const patience = 3000

/** One that does not answer is gone already. */
const switchOff = async (bench: Bench, guest: Guest): Promise<void> => {
  const session = await enterInstaller(bench, guest, new AbortController().signal, { timeout: patience })
  if (!session.ok) return
  await session.value.exec(command, { timeout: patience })
  session.value.close()
}
