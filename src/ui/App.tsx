/** The whole screen: header, body, footer, what stands in front of them, and where each key goes. */
import { Box, type SuspendTerminal, useApp, useInput } from 'ink'
import { useEffect, useMemo, useRef } from 'react'
import { Body } from './Body.tsx'
import { Footer, footerRows } from './components/Footer.tsx'
import { Front } from './components/Front.tsx'
import { Header, headerRows } from './components/Header.tsx'
import { isTooSmall, TooSmall } from './components/TooSmall.tsx'
import type { Desk } from './input/desk.ts'
import { pressOf } from './input/press.ts'
import { useNow } from './now.ts'
import { useObserved } from './observed.ts'
import { here, tabsOf } from './places.ts'
import type { Place, Screens, Size } from './screen.ts'
import type { Session, SessionState } from './session.ts'
import { type Shell, ShellContext } from './shell.ts'
import type { Terminal } from './terminal/terminal.ts'
import type { Theme } from './theme.ts'
import { useShellCommands } from './useShellCommands.ts'
import { useView, type View } from './useView.ts'

export interface AppProps {
  readonly session: Session
  readonly screens: Screens
  readonly terminal: Pick<Terminal, 'copy'> & {
    redraw(): void
    suspend(): void
  }
  readonly theme: Theme
  readonly size: Size
  readonly first: Place
  readonly desk: Desk
  /** When the key now handed over arrived, on the clock of `clock`. */
  arrived(): number
  clock(): number
  written(): number
  now(): number
  /** The operator has had enough of the screen. */
  leave(): void
  /** What is shown is something else now, by itself or by a key. */
  turned(): void
  /** Ink's way to stand aside, for whoever holds the terminal. */
  attach(suspendTerminal: SuspendTerminal): void
}

export const App = (props: AppProps) => {
  const { desk, theme, clock, written } = props
  const memory = useRef(new Map<string, unknown>()).current
  const shell = useMemo<Shell>(
    () => ({ desk, theme, memory, clock, written }),
    [desk, theme, memory, clock, written],
  )
  return (
    <ShellContext value={shell}>
      <Frame {...props} />
    </ShellContext>
  )
}

/** Not what moves, but where one is and what one was told. */
const useTurned = (turned: () => void, { way, front, told }: View, state: SessionState | null): void => {
  const { site, preflight, refusal, status } = state ?? {}
  const latest = useRef(turned)
  latest.current = turned
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what is to be noticed
  useEffect(() => latest.current(), [way, front, told, site, preflight, refusal, status])
}

const Frame = (props: AppProps) => {
  const { session, size, desk, arrived, attach } = props
  const { suspendTerminal } = useApp()
  useEffect(() => attach(suspendTerminal), [attach, suspendTerminal])
  const state = useObserved(session)
  const view = useView(props)
  const now = useNow(props.now)
  useTurned(props.turned, view, state)
  useInput((input, key) => {
    view.hush()
    desk.press(pressOf(input, key, arrived()))
  })
  useShellCommands(props, view)
  if (state === null || isTooSmall(size)) return <TooSmall size={size} />
  const place = here(view.way)
  const body = { columns: size.columns, rows: size.rows - headerRows - footerRows }
  const site = state.site.state === 'open' ? state.site.plan.name : ''
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Header
        site={state.rehearsal ? `${site} · a rehearsal: no metal is touched` : site}
        screen={place.screen}
        columns={size.columns}
        tabs={tabsOf({ rollOut: state.rollOut !== null })}
        snapshot={view.snapshot}
      />
      <Box height={body.rows} width={body.columns} flexShrink={0} overflow="hidden">
        {view.front !== null && <Front front={view.front} size={body} close={view.close} />}
        <Box
          display={view.front === null ? 'flex' : 'none'}
          width={body.columns}
          height={body.rows}
          overflow="hidden"
        >
          <Body {...{ ...props, state, view, now, size: body }} />
        </Box>
      </Box>
      <Footer columns={size.columns} told={view.told} />
    </Box>
  )
}
