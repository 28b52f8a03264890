/** The guard before disko: look at the disks once more, over SSH with pinned keys, and judge. */
import { readFacts } from '../facts.ts'
import { factsUnreadable } from '../faults/guard.ts'
import { judge, type Verdict } from './judge.ts'
import { ask, enterInstaller } from './remote.ts'
import { systemOf } from './system.ts'
import type { Task } from './task.ts'

export const inspect = async (task: Task<'inspect'>): Promise<void> => {
  const { host, journey, tell } = task
  const system = await systemOf(task)
  if (!system.ok) return tell({ type: 'broke', fault: system.fault })
  const disks = await disksNow(task)
  if (disks === undefined) return
  const verdict = judge({ host, disks, layout: system.value.erases, word: journey.word })
  tell(asFact(verdict))
}

const asFact = (verdict: Verdict) => {
  switch (verdict.kind) {
    case 'clear':
      return { type: 'guarded', erases: verdict.erases } as const
    case 'objection':
      return { type: 'objected', fault: verdict.fault, erases: verdict.erases } as const
    case 'refused':
      return { type: 'broke', fault: verdict.fault } as const
  }
}

/** The installer lets us in a moment after it phoned home: the phase's deadline bounds the tries. */
const disksNow = async ({ host, effect, bench, signal, tell }: Task<'inspect'>) => {
  while (!signal.aborted) {
    const session = await enterInstaller(bench, effect.guest, signal)
    if (session.ok) {
      const facts = await ask(session.value, 'sh -s facts', signal, bench.tools.agentScript)
      session.value.close()
      const read = facts.ok ? readFacts(facts.value) : { fault: facts.fault }
      if ('facts' in read) return read.facts.disks
      tell({ type: 'broke', fault: 'fault' in read ? read.fault : factsUnreadable(host.name, read.wrong) })
      return undefined
    }
    if (session.fault.code === 'ssh-wrong-host-key') tell({ type: 'broke', fault: session.fault })
    await bench.world.clock.sleep(250, signal)
  }
  return undefined
}
