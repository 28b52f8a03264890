/** The run of the guide: it listens before anybody is known, takes machines in, and installs them once it may. */
import { type Result, succeed } from '../../engine/errors.ts'
import type { RunFact } from '../../engine/events.ts'
import { createLateBuilds } from '../../engine/guide/late-builds.ts'
import { type Disk, diskName, type Engine, ended, type Plan } from '../../engine/index.ts'
import { once } from '../../engine/work/build.ts'
import type { Context } from '../context.ts'
import { engineOn, type Kit } from '../launch.ts'

export interface Listening {
  readonly engine: Engine
  /** The machine joins, and boots the installer; its system is awaited. */
  take(plan: Plan, host: string): void
  /** It is answered no more, and its installer is left alone. */
  drop(plan: Plan, host: string): void
  /** The site is written: its disk may be erased, and its system built. */
  install(plan: Plan, host: string, disk: Disk): void
  /** Machines that wait for a site that nobody will write: they are told so. */
  abandon(): void
  close(): Promise<void>
}

export const listen = async (plan: Plan, kit: Kit, context: Context): Promise<Result<Listening>> => {
  let tell: (fact: RunFact) => void = () => {}
  const builds = createLateBuilds(once(kit.builds(plan)(fact => tell(fact))))
  const heard = (telling: typeof tell) => {
    tell = telling
    return builds
  }
  const engine = engineOn({ plan, only: [], earlier: null, builds: heard }, kit, context)
  const started = await engine.start()
  if (!started.ok) return started
  return succeed({
    engine,
    take: (plan, host) => {
      engine.amend(plan)
      const machine = engine.store.machine(host)
      if (machine !== undefined && ended(machine.journey)) engine.command({ type: 'retried', host })
    },
    drop: (plan, host) => {
      engine.command({ type: 'aborted', host })
      engine.amend(plan)
    },
    install: (plan, host, disk) => {
      if (disk.contents.kind !== 'blank') engine.command({ type: 'wordGiven', host, disks: [diskName(disk)] })
      engine.amend(plan)
      builds.settle(plan, once(kit.builds(plan)(fact => tell(fact))))
    },
    abandon: builds.leave,
    close: async () => {
      builds.leave()
      if (engine.store.getSnapshot().stage === 'settled') return
      engine.stop('the guide was left')
      engine.stop('the guide was left')
      await engine.settled
    },
  })
}
