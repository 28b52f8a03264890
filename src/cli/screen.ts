/**
 * A command with a screen: the session and the terminal are brought together, and whichever ends first, the other is
 * seen to its end. The work is not the screen's: the screen may go at any time, the work goes on.
 */
import type { Mounted } from '../ui/mount.tsx'
import type { Place } from '../ui/screen.ts'
import { backgroundIn, type Capabilities, capabilitiesOf } from '../ui/terminal/capabilities.ts'
import { askBackground } from '../ui/terminal/sequences.ts'
import { createTerminal, type Terminal } from '../ui/terminal/terminal.ts'
import { type Background, createTheme } from '../ui/theme.ts'
import { type Context, exitCodes } from './context.ts'
import type { ScreenFlags } from './flags.ts'
import type { RunSession } from './session.ts'
import { createTty, type Tty } from './tty.ts'
import type { Work } from './work.ts'

export interface ScreenOptions {
  readonly context: Context
  readonly session: RunSession
  readonly flags: ScreenFlags
  readonly first: Place
}

/** Why the screen is no longer there. */
type End = { readonly why: 'over' | 'left' | 'lost' } | { readonly why: 'failed'; readonly error: unknown }

export const showScreen = async (options: ScreenOptions): Promise<number> => {
  const { context, session } = options
  const tty = createTty()
  const linear = context.env.INK_SCREEN_READER === 'true'
  const capabilities = capabilitiesOf(context.env)
  const terminal = createTerminal({ write: tty.write, capabilities, linear })
  const stops = watchSignals(options)
  const unwatch = tty.onEnd(terminal.leave)
  try {
    const end = await untilEnd(options, tty, terminal, capabilities, linear)
    const work = session.work()
    if (end.why === 'failed') context.err(`firstlight: the screen failed: ${stackOf(end.error)}`)
    if (work === null) return idleCode(end, stops.interrupted())
    if (end.why !== 'over') await work.finish(end.why === 'lost')
    const code = await work.code(stops.interrupted())
    if (end.why !== 'lost') for (const line of work.report()) context.out(line)
    return code
  } finally {
    unwatch()
    stops.unhear()
    await session.close()
  }
}

const untilEnd = async (
  { context, session, flags, first }: ScreenOptions,
  tty: Tty,
  terminal: Terminal,
  capabilities: Capabilities,
  linear: boolean,
): Promise<End> => {
  const [{ mount }, { screens }] = await Promise.all([
    import('../ui/mount.tsx'),
    import('../ui/screens/index.ts'),
  ])
  const ends: (() => void)[] = []
  let mounted: Mounted | undefined
  const themeFor = (background: Background) =>
    createTheme({
      ...{ depth: capabilities.depth, background, linear },
      ascii: flags.ascii ?? !capabilities.utf8,
    })
  const said = flags.theme ?? capabilities.background
  const end = await new Promise<End>(resolve => {
    mounted = mount({
      ...{ session, screens, terminal, first, linear },
      ...{ keyboard: tty.keyboard, display: tty.display, sleep: tty.sleep },
      theme: themeFor(said ?? 'dark'),
      now: context.world.clock.now,
      leave: () => resolve({ why: 'left' }),
      reply: bytes => {
        const background = backgroundIn(bytes)
        if (background !== null && said === null) mounted?.theme(themeFor(background))
      },
    })
    void mounted.failed.then(error => resolve({ why: 'failed', error }))
    if (said === null && !linear) tty.write(askBackground)
    const lost = (): void => {
      terminal.lost()
      resolve({ why: 'lost' })
    }
    ends.push(
      tty.onLost(lost),
      tty.onBack(mounted.redraw),
      tty.onStandAside(mounted.suspend),
      context.onSignal(signal => {
        if (signal !== 'SIGHUP' && session.work() === null) resolve({ why: 'left' })
      }),
      onceWorking(session, work => {
        ends.push(work.signs(terminal))
        if (linear) ends.push(work.lines(text => tty.write(`${text}\n`)))
        void work.over.then(() => resolve({ why: 'over' }))
      }),
    )
  })
  for (const stop of ends) stop()
  await mounted?.unmount()
  return end
}

const onceWorking = (session: RunSession, working: (work: Work) => void): (() => void) => {
  let known: Work | null = null
  const look = (): void => {
    const work = session.work()
    if (work === null || work === known) return
    known = work
    working(work)
  }
  look()
  return session.subscribe(look)
}

/** A signal is a word from outside: the first stops, the second ends. A lost line is neither. */
const watchSignals = ({ context, session }: ScreenOptions) => {
  let interrupted = false
  const unhear = context.onSignal(signal => {
    if (signal === 'SIGHUP') return
    interrupted = true
    session.work()?.stop(signal)
  })
  return { unhear, interrupted: () => interrupted }
}

const idleCode = ({ why }: End, interrupted: boolean): number => {
  if (interrupted) return exitCodes.interrupted
  return why === 'failed' ? exitCodes.machineFailed : exitCodes.well
}

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
