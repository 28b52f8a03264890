/** The screen at the place the operator is, with what it needs; where that is missing, the one before. */
import type { Fault } from '../engine/index.ts'
import type { AppProps } from './App.tsx'
import { here, tabsOf } from './places.ts'
import type { RunProps, ScreenProps, SiteProps } from './screen.ts'
import type { SessionState } from './session.ts'
import type { View } from './useView.ts'

export interface BodyProps extends Omit<AppProps, 'now'> {
  readonly state: SessionState
  readonly view: View
  readonly now: number
}

export const Body = (props: BodyProps) => {
  const { screens, state, view, session } = props
  const { screen, host } = here(view.way)
  const shared = screenProps(props)
  if (screen === 'help') {
    const known = tabsOf({ rollOut: state.rollOut !== null })
    return <screens.help {...shared} from={view.way.at(-2)?.screen ?? 'start'} known={known} />
  }
  if (screen === 'guide' && state.guide !== null)
    return <screens.guide {...shared} guide={state.guide} steps={session.guide} snapshot={view.listening} />
  if (screen === 'start' || screen === 'guide' || state.site.state !== 'open') {
    const { site } = state
    const preflight = site.state === 'open' ? looked(session, state) : null
    return (
      <screens.start
        {...shared}
        {...{ site, preflight }}
        open={session.open}
        demo={session.demo}
        first={() => begun(session, view)}
      />
    )
  }
  if (screen === 'status') {
    const status = state.status ?? asked(session.openStatus, { state: 'opening' })
    const refused = ({ message, remedy }: Fault): void => view.tell(`${message}. ${remedy}`)
    const deploy = mayDeploy(state)
      ? (hosts: readonly string[] | null) => session.openRollOut(hosts, refused)
      : null
    return <screens.status {...shared} plan={state.site.plan} {...{ status, deploy }} />
  }
  if (screen === 'deploy' && view.rollOut !== null && state.rollOut !== null) {
    const { begin } = state.rollOut
    return <screens.deploy {...shared} plan={state.site.plan} rollOut={view.rollOut} begin={begin} />
  }
  const ofSite = siteProps(props, shared, state.site)
  const which = host === undefined ? {} : { host }
  switch (screen) {
    case 'hosts':
      return <screens.hosts {...ofSite} {...which} />
    case 'plan':
    // No roll-out, no screen of it.
    case 'deploy':
      return <screens.plan {...ofSite} />
    case 'network':
      return <screens.network {...ofSite} {...which} />
    case 'services':
      return <screens.services {...ofSite} />
    default:
  }
  const ofRun = runProps(ofSite, state)
  if (ofRun === null) return <screens.plan {...ofSite} />
  switch (screen) {
    case 'run':
      return <screens.run {...ofRun} />
    case 'machine':
      return <screens.machine {...ofRun} host={host ?? ''} />
    case 'end':
      return <screens.end {...ofRun} />
    default:
      return screen satisfies never
  }
}

/** A run, and what belongs to one, has the machines to itself. */
const mayDeploy = ({ engine, guide, rollOut, rehearsal = false }: SessionState): boolean =>
  engine === null && guide === null && rollOut === null && !rehearsal

const begun = (session: AppProps['session'], view: View): void => {
  session.guide.begin()
  view.go({ screen: 'guide' })
}

const screenProps = ({ size, theme, now, view, terminal, session }: BodyProps): ScreenProps => ({
  ...{ size, theme, now },
  focused: view.front === null,
  ...{ go: view.go, back: view.back, tell: view.tell },
  ask: confirmation => view.show({ kind: 'confirmation', confirmation }),
  copy: text => view.tell(terminal.copy(text)),
  save: (name, text) =>
    void session
      .save(name, text)
      .then(saved => view.tell(saved.ok ? `saved as ${saved.value}` : saved.fault.message)),
})

const siteProps = (
  { state, view, session }: BodyProps,
  shared: ScreenProps,
  { plan, warnings }: Extract<SessionState['site'], { state: 'open' }>,
): SiteProps => ({
  ...shared,
  ...{ plan, warnings, snapshot: view.snapshot },
  ...{
    preflight: looked(session, state),
    choice: state.choice,
    profiles: state.profiles,
    refusal: state.refusal,
  },
  ...{ choose: session.choose, begin: session.begin },
  generated: host => state.generated[host] ?? asked(() => session.generate(host), { state: 'making' }),
})

/** Asked for while drawing, answered after it. */
const asked = <T,>(ask: () => void, meanwhile: T): T => {
  queueMicrotask(ask)
  return meanwhile
}

const looked = (session: AppProps['session'], { preflight }: SessionState) =>
  preflight ?? asked(session.look, null)

const runProps = (ofSite: SiteProps, { engine }: SessionState): RunProps | null => {
  const { snapshot } = ofSite
  if (engine === null || snapshot === null) return null
  return { ...ofSite, snapshot, send: engine.command, stop: () => engine.stop('the operator') }
}
