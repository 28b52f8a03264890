/** What the screen stands on: from a site that is found, over what is chosen of it, to a run. */
import type { Engine, Fault, Result } from '../engine/index.ts'
import type { RollOut } from '../engine/work/deploy/rolling.ts'
import type { Session, SessionState } from '../ui/session.ts'
import { firstChoice, profilesOf, withProfiles } from './choice.ts'
import type { Context } from './context.ts'
import { type ReadyRollOut, readyRollOut } from './deploy.ts'
import { deployWork } from './deploy-work.ts'
import type { Ground } from './guide/ground.ts'
import { createGuide, type RunningGuide } from './guide/guide.ts'
import type { Prepared } from './launch.ts'
import { runWork } from './run-work.ts'
import { loadSite } from './site.ts'
import { createSiteViews } from './site-views.ts'
import { prepareStage, type Stage, siteStage } from './stage.ts'
import type { Work } from './work.ts'

export interface RunSession extends Session {
  /** Null while nothing goes on. */
  work(): Work | null
  /** Gives back what the stage took. */
  close(): Promise<void>
}

export interface SessionOptions {
  readonly context: Context
  /** Null: nothing is open yet. */
  readonly stage: Stage | null
  /** What this session is about, if not a run. */
  readonly rollOut?: RollOut
  /** Flags for a site that is opened later. */
  openStage(source: string): Promise<Stage | Refusal>
  demoStage(): Promise<Result<Stage>>
  /** What the way to a first machine works on. */
  ground(): Promise<Result<Ground>>
}

export interface Refusal {
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

const nothing: SessionState = {
  site: { state: 'none' },
  preflight: null,
  choice: { hosts: [], profiles: {} },
  profiles: [],
  engine: null,
  refusal: null,
  generated: {},
  guide: null,
  status: null,
  rollOut: null,
}

export const createSession = (options: SessionOptions): RunSession => {
  const { context } = options
  const listeners = new Set<() => void>()
  let state: SessionState = { ...nothing, rehearsal: context.env.FIRSTLIGHT_REHEARSAL === '1' }
  let stage: Stage | null = null
  let engine: Engine | null = null
  let work: Work | null = null
  let prepared: Promise<Result<Prepared>> | null = null
  let isBusy = false
  let guide: RunningGuide | null = null
  /** One that was got ready here, not what the session is about from the start. */
  let ready: ReadyRollOut | null = null

  const set = (change: Partial<SessionState>): void => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  /** One thing at a time: a second "begin" while the first is under way is the same one. */
  const alone = (work: () => Promise<void>) => (): void => {
    if (isBusy) return
    isBusy = true
    void work().finally(() => {
      isBusy = false
    })
  }

  const stand = (next: Stage): void => {
    const { plan, warnings } = next.read
    stage = next
    set({
      site: { state: 'open', plan, warnings },
      choice: { hosts: firstChoice(next), profiles: {} },
      profiles: profilesOf(plan),
      generated: {},
      preflight: null,
      refusal: null,
      status: null,
    })
    prepared = null
  }

  /** Everything but the start: what is missing is shown before anything is asked. */
  const look = (at: Stage): Promise<Result<Prepared>> => {
    set({ preflight: null, refusal: null })
    prepared = prepareStage(at, context).then(made => {
      if (stage === at) set(made.ok ? { preflight: made.value.findings } : { refusal: made.fault })
      return made
    })
    return prepared
  }

  const open = async (source: string): Promise<void> => {
    set({ site: { state: 'looking', source } })
    const opened = await options.openStage(source)
    if ('read' in opened) stand(opened)
    else set({ site: { state: 'refused', source, ...opened } })
  }

  const demo = async (): Promise<void> => {
    const made = await options.demoStage()
    if (!made.ok) return set({ refusal: made.fault })
    stand(made.value)
    await begin()
  }

  const begin = async (): Promise<void> => {
    const at = stage
    if (at === null || engine !== null || state.rollOut !== null) return
    // What stood in the way may have been mended since: it is looked at again.
    const known = await prepared
    const made = known === null || refusalIn(known) !== null ? await look(at) : known
    const refusal = refusalIn(made)
    if (!made.ok || refusal !== null) return set({ refusal })
    const { hosts, profiles } = state.choice
    await start(made.value.engine(withProfiles(at.read.plan, profiles), hosts))
  }

  const start = async (next: Engine): Promise<void> => {
    engine = next
    work = runWork(next, context)
    set({ engine })
    const started = await next.start()
    if (started.ok) return stage?.opened(next)
    engine = null
    work = null
    set({ engine, refusal: started.fault })
  }

  /** On from where it was; a second machine goes on where the first one ended. */
  const beginGuide = async (): Promise<void> => {
    if (guide === null) {
      const ground = await options.ground()
      if (!ground.ok) return set({ refusal: ground.fault })
      const { flags } = ground.value
      guide = createGuide({
        ...{ context, ground: ground.value },
        changed: state => set({ guide: state }),
        installing: (read, running) => installing(siteStage(read, flags), running),
      })
      set({ guide: guide.getState() })
    }
    guide.begin()
  }

  /** A run that is under way already; once nobody is asked any more, a machine that waits for answers gets none. */
  const installing = (next: Stage, running: Engine): void => {
    stand(next)
    engine = running
    const run = runWork(running, context)
    work ??= {
      ...run,
      finish: silent => {
        guide?.abandon()
        return run.finish(silent)
      },
    }
    set({ engine })
  }

  /** From the moment it is begun, there is something to wait for. */
  const standFor = (rollOut: RollOut): void => {
    set({ rollOut })
    const unsubscribe = rollOut.subscribe(() => {
      unsubscribe()
      work = deployWork(rollOut, context)
      set({})
    })
  }

  const openRollOut = async (
    hosts: readonly string[] | null,
    refused: (fault: Fault) => void,
  ): Promise<void> => {
    const at = stage
    if (at === null || engine !== null || guide !== null || state.rollOut !== null) return
    const made = await readyRollOut(at, hosts, context)
    if (!made.ok) return refused(made.fault)
    ready = made.value
    standFor(ready.rollOut)
  }

  const leaveRollOut = (): void => {
    if (ready === null || ready.rollOut.getSnapshot().stage !== 'ready') return
    void ready.close().catch(() => {})
    ready = null
    set({ rollOut: null })
  }

  const views = createSiteViews({ context, stage: () => stage, state: () => state, set })
  if (options.stage !== null) stand(options.stage)
  if (options.rollOut !== undefined) standFor(options.rollOut)
  return {
    getSnapshot: () => state,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    open: source => alone(() => open(source))(),
    demo: alone(demo),
    choose: choice => set({ choice }),
    begin: alone(begin),
    look: () => {
      if (stage !== null && prepared === null) void look(stage)
    },
    generate: host => void views.generate(host),
    openStatus: () => void views.openStatus(),
    openRollOut: (hosts, refused) => alone(() => openRollOut(hosts, refused))(),
    leaveRollOut,
    save: views.save,
    guide: {
      begin: alone(beginGuide),
      answer: answer => guide?.answer(answer),
      back: () => guide?.back(),
      again: () => guide?.again(),
    },
    work: () => work,
    close: async () => {
      await guide?.close()
      await ready?.close()
      await stage?.close()
    },
  }
}

const refusalIn = (made: Result<Prepared>): Fault | null => {
  if (!made.ok) return made.fault
  const found = made.value.findings.find(({ state }) => state === 'refused')
  return found?.state === 'refused' ? found.fault : null
}

/** A site by its name, as the start screen opens it. */
export const openSite = async (source: string, context: Context): Promise<Stage['read'] | Refusal> => {
  const loaded = await loadSite({ ...context, flags: { site: source } })
  return loaded.ok ? loaded : { faults: loaded.faults, warnings: loaded.warnings }
}
