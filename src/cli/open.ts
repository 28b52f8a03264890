/** The ways in: a site, the demo, or neither yet. */
import { succeed } from '../engine/errors.ts'
import type { Result, RollOut } from '../engine/index.ts'
import type { Context } from './context.ts'
import type { HostFlags, ScreenFlags, StatusFlags } from './flags.ts'
import { type Ground, realGround } from './guide/ground.ts'
import type { Installed, RecordsFlag } from './installed.ts'
import { showScreen } from './screen.ts'
import { createSession, openSite, type RunSession } from './session.ts'
import { type Stage, siteStage } from './stage.ts'

export const openSiteScreen = (stage: Stage, flags: ScreenFlags, context: Context): Promise<number> =>
  showScreen({ ...{ context, flags }, session: sessionOn(stage, context), first: { screen: 'hosts' } })

/** The whole program, begun at how the machines are. */
export const openStatusScreen = (
  { read }: Installed,
  flags: StatusFlags & RecordsFlag,
  context: Context,
): Promise<number> =>
  showScreen({
    ...{ context, flags, session: sessionOn(siteStage(read, flags), context) },
    first: { screen: 'status' },
  })

/** Of this roll-out alone: nothing is installed beside it. */
export const openDeployScreen = (
  rollOut: RollOut,
  { read }: Installed,
  flags: ScreenFlags & RecordsFlag & HostFlags,
  context: Context,
): Promise<number> =>
  showScreen({
    ...{ context, flags, session: sessionOn(siteStage(read, flags), context, { rollOut }) },
    first: { screen: 'deploy' },
  })

/** Nothing is asked: there is nothing to erase but what it made itself. */
export const openDemoScreen = (stage: Stage, flags: ScreenFlags, context: Context): Promise<number> => {
  const session = sessionOn(stage, context)
  session.begin()
  return showScreen({ ...{ context, flags, session }, first: { screen: 'hosts' } })
}

export const openStartScreen = (flags: ScreenFlags, context: Context): Promise<number> => {
  const session = sessionOn(null, context)
  session.open('.')
  return showScreen({ ...{ context, flags, session }, first: { screen: 'start' } })
}

/** Question by question: over this host, or a ground to try it on. */
export const openGuide = async (flags: ScreenFlags, context: Context, ground: Ground): Promise<number> => {
  const session = sessionOn(null, context, { ground })
  session.guide.begin()
  return showScreen({ ...{ context, flags, session }, first: { screen: 'guide' } })
}

interface Beside {
  readonly ground?: Ground
  readonly rollOut?: RollOut
}

const sessionOn = (stage: Stage | null, context: Context, { ground, rollOut }: Beside = {}): RunSession =>
  createSession({
    context,
    stage,
    ...(rollOut === undefined ? {} : { rollOut }),
    openStage: async source => {
      const opened = await openSite(source, context)
      return 'plan' in opened ? siteStage(opened, {}) : opened
    },
    demoStage: () => demoStage(context),
    ground: async () => succeed(ground ?? realGround({})),
  })

const demoStage = async (context: Context): Promise<Result<Stage>> =>
  (await import('./demo-stage.ts')).demoStage({ machines: 5 }, context)
