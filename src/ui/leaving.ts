/** What `q` asks while there is something to lose. */
import type { Snapshot } from '../engine/index.ts'
import type { AppProps } from './App.tsx'
import type { Question } from './components/Choice.tsx'
import { type GuideState, guideSteps } from './guide.ts'
import type { Confirmation } from './screen.ts'
import type { SessionState } from './session.ts'
import { allEnded, wantsOperator } from './summary.ts'
import type { View } from './useView.ts'

export const leaving = ({ session, leave }: AppProps, view: View): void => {
  const { engine, rollOut, guide } = session.getSnapshot()
  if (rollOut !== null) leavingRollOut(rollOut, leave, view)
  else if (engine === null && guide !== null && keepsMachine(guide))
    view.show({ kind: 'question', question: leavingGuide(guide, leave) })
  else leavingRun(engine, leave, view)
}

const leavingRun = (engine: SessionState['engine'], leave: () => void, view: View): void => {
  const { snapshot } = view
  if (engine === null || snapshot === null || snapshot.stage === 'settled') leave()
  // Nothing to wait for, nothing to lose: the servers close, and the screen with them.
  else if (allEnded(snapshot) && !snapshot.machines.some(wantsOperator)) engine.stop('q')
  else view.show({ kind: 'question', question: questionFor(engine, snapshot, leave, view) })
}

/** A machine waits in its installer for the answers. */
const keepsMachine = ({ step, engine }: GuideState): boolean =>
  engine !== null && guideSteps.indexOf(step) > guideSteps.indexOf('name')

const leavingGuide = ({ answers, plan }: GuideState, leave: () => void): Question => ({
  title: 'Leave the guide',
  lines: [
    `${answers.host} is switched off again; nothing was written to its disks.`,
    plan === null
      ? 'No file was written.'
      : `The site in ${answers.folder} stays: firstlight run goes on from there.`,
  ],
  answers: [
    { label: 'Stay', act: () => {} },
    { label: 'Leave', act: leave },
  ],
})

type RollingOut = NonNullable<SessionState['rollOut']>

const leavingRollOut = (rollOut: RollingOut, leave: () => void, view: View): void => {
  const { stage } = rollOut.getSnapshot()
  if (stage === 'ready' || stage === 'over') leave()
  else view.show({ kind: 'question', question: aboutRollOut(rollOut, stage === 'stopping', leave, view) })
}

type Running = NonNullable<SessionState['engine']>

const questionFor = (engine: Running, snapshot: Snapshot, leave: () => void, view: View): Question => {
  const stay = { label: 'Stay', act: () => {} }
  const stop = (label: string) => ({ label, act: () => engine.stop('q') })
  if (allEnded(snapshot))
    return {
      title: 'Some machines failed',
      lines: ['As long as the run is open, each may be tried again (r).'],
      answers: [stay, stop('Close the run')],
    }
  const isStopping = snapshot.stage === 'stopping'
  const confirmation = endingNow(engine, isStopping)
  return {
    title: isStopping ? 'The run is stopping' : 'A run is under way',
    lines: [],
    answers: [
      stay,
      ...(isStopping ? [] : [stop('Stop: start nothing more, finish the disks being written')]),
      { label: 'Leave the screen: the run goes on, in plain lines', act: leave },
      { label: 'End everything now', act: () => view.show({ kind: 'confirmation', confirmation }) },
    ],
  }
}

/** As a signal would: once starts nothing more, twice leaves it to the machines. */
const aboutRollOut = ({ stop }: RollingOut, isStopping: boolean, leave: () => void, view: View): Question => {
  const confirmation: Confirmation = {
    title: 'End everything now',
    lines: [
      'Nothing more is confirmed: a machine that was switched goes back by itself when its time is up.',
    ],
    text: 'end now',
    verb: 'end everything',
    act: () => {
      if (!isStopping) stop()
      stop()
    },
  }
  return {
    title: isStopping ? 'The deployment is stopping' : 'A deployment is under way',
    lines: [],
    answers: [
      { label: 'Stay', act: () => {} },
      ...(isStopping
        ? []
        : [{ label: 'Stop: start nothing more; what has begun is confirmed or goes back', act: stop }]),
      { label: 'Leave the screen: it goes on, in plain lines', act: leave },
      { label: 'End everything now', act: () => view.show({ kind: 'confirmation', confirmation }) },
    ],
  }
}

const endingNow = ({ stop }: Running, isStopping: boolean): Confirmation => ({
  title: 'End everything now',
  lines: ['Every machine is left as it is. A disk that is being written stays half written.'],
  text: 'end now',
  verb: 'end everything',
  act: () => {
    stop('end now')
    if (!isStopping) stop('end now')
  },
})
