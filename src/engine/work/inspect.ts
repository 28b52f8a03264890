/** The guard before disko: look at the disks once more, over SSH with pinned keys, and judge. */
import { fail, type Result, succeed } from '../errors.ts'
import { readFacts } from '../facts.ts'
import { factsUnreadable } from '../faults/guard.ts'
import type { Disk } from '../journey.ts'
import { hostNamed } from '../plan.ts'
import { judge, type Verdict } from './judge.ts'
import { ask, enterInstaller, isPassing } from './remote.ts'
import { systemOf } from './system.ts'
import type { Task } from './task.ts'

export const inspect = async (task: Task<'inspect'>): Promise<void> => {
  const { journey, bench, tell } = task
  const system = await systemOf(task)
  if (!system.ok) return tell({ type: 'broke', fault: system.fault })
  // While it was built, the operator may have said more of this machine: which disk, for one.
  const host = hostNamed(bench.plan, task.host.name) ?? task.host
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
const disksNow = async (task: Task<'inspect'>): Promise<readonly Disk[] | undefined> => {
  const { bench, signal, tell } = task
  while (!signal.aborted) {
    const disks = await look(task)
    if (disks.ok) return disks.value
    if (!isPassing(disks.fault) && disks.fault.code !== 'ssh-key-refused')
      return void tell({ type: 'broke', fault: disks.fault })
    await bench.world.clock.sleep(250, signal)
  }
  return undefined
}

/** A disk that has to spin up first takes ten seconds, and a machine may have a dozen. */
const enough = 60_000

const look = async ({ host, effect, bench, signal }: Task<'inspect'>): Promise<Result<readonly Disk[]>> => {
  const session = await enterInstaller(bench, effect.guest, signal)
  if (!session.ok) return session
  const script = { input: bench.tools.agentScript, timeout: enough }
  const facts = await ask(session.value, 'sh -s facts', signal, script)
  session.value.close()
  if (!facts.ok) return facts
  const read = readFacts(facts.value)
  return 'facts' in read ? succeed(read.facts.disks) : fail(factsUnreadable(host.name, read.wrong))
}
