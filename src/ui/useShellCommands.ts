/** What the shell itself answers, on every screen. */
import type { AppProps } from './App.tsx'
import { leaving } from './leaving.ts'
import { useObserved } from './observed.ts'
import { entriesOf } from './palette.ts'
import { here, neighbour, reachable } from './places.ts'
import { useCommands } from './shell.ts'
import type { View } from './useView.ts'

export const useShellCommands = (props: AppProps, view: View): void => {
  const { session, desk, terminal } = props
  const state = useObserved(session)
  const guide = state?.guide
  const place = here(view.way)
  const reached = reachable({
    plan: state?.site.state === 'open',
    run: view.snapshot !== null,
    rollOut: view.rollOut !== null,
  })
  const goes = Object.fromEntries(reached.map(tab => [tab, () => view.go({ screen: tab })]))
  const beside = (by: 1 | -1) => {
    const tab = neighbour(reached, place.screen, by)
    return tab === undefined ? undefined : () => view.go({ screen: tab })
  }
  const back = () => {
    // One that was only looked at is not what the session is about.
    if (place.screen === 'deploy') session.leaveRollOut()
    view.back()
  }
  const mayGoOn = (guide?.before.length ?? 0) > 0 && place.screen !== 'guide'
  const goOn = () => {
    session.guide.begin()
    view.go({ screen: 'guide' })
  }
  const hosts = view.snapshot?.machines.map(({ journey }) => journey.host) ?? []
  const openPalette = () => {
    const entries = entriesOf(desk.runnable(), hosts)
    view.show({
      kind: 'palette',
      entries,
      choose: ({ does }) => {
        view.close()
        if ('command' in does) desk.run(does.command)
        else view.go(does)
      },
    })
  }
  useCommands(
    {
      ...goes,
      next: beside(1),
      previous: beside(-1),
      back: view.way.length > 1 ? back : undefined,
      help: place.screen === 'help' ? view.back : () => view.go({ screen: 'help' }),
      palette: openPalette,
      'next-machine': mayGoOn ? goOn : undefined,
      quit: () => leaving(props, view),
      redraw: terminal.redraw,
      suspend: terminal.suspend,
    },
    'shell',
  )
}
