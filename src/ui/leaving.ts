/** What `q` asks while there is something to lose. */
import type { AppProps } from './App.tsx'
import { allEnded } from './summary.ts'
import type { View } from './useView.ts'

export const leaving = ({ session, leave }: AppProps, view: View): void => {
  const engine = session.getSnapshot().engine
  const { snapshot } = view
  if (engine === null || snapshot === null || snapshot.stage === 'settled') return leave()
  const stop = () => engine.stop('q')
  // Nothing to wait for, nothing to lose: the servers close, and the screen with them.
  if (allEnded(snapshot)) return stop()
  const endNow = () =>
    view.show({
      kind: 'confirmation',
      confirmation: {
        title: 'End everything now',
        lines: ['Every machine is left as it is. A disk that is being written stays half written.'],
        text: 'end now',
        verb: 'end everything',
        act: () => {
          engine.stop('end now')
          engine.stop('end now')
        },
      },
    })
  const answers = [
    { label: 'Stay', act: () => {} },
    { label: 'Stop: start nothing more, finish the disks being written', act: stop },
    { label: 'Leave the screen: the run goes on, in plain lines', act: leave },
    { label: 'End everything now', act: endNow },
  ]
  view.show({
    kind: 'question',
    question: {
      title: snapshot.stage === 'stopping' ? 'The run is stopping' : 'A run is under way',
      lines: [],
      answers: snapshot.stage === 'stopping' ? answers.toSpliced(1, 1) : answers,
    },
  })
}
