/** What the operator looks at: the place, what stands in front of it, the last thing said, and the run's snapshot. */
import { useEffect, useMemo, useState } from 'react'
import type { Engine, RollOutState, Snapshot } from '../engine/index.ts'
import type { AppProps } from './App.tsx'
import type { FrontState } from './components/Front.tsx'
import { useObserved } from './observed.ts'
import { type Way, went, wentBack, wentToRollOut } from './places.ts'
import type { Place } from './screen.ts'
import { allEnded } from './summary.ts'
import { throttled } from './throttled.ts'

export interface View {
  readonly way: Way
  readonly front: FrontState | null
  readonly told: string | null
  readonly snapshot: Snapshot | null
  /** Of the run the guide listens with, before it is one like any other. */
  readonly listening: Snapshot | null
  readonly rollOut: RollOutState | null
  go(place: Place): void
  back(): void
  show(front: FrontState): void
  close(): void
  tell(line: string): void
  hush(): void
}

/** Milliseconds between two snapshots drawn. */
const period = 100

const useSnapshot = (engine: Pick<Engine, 'store'> | null): Snapshot | null => {
  const store = useMemo(() => (engine === null ? null : throttled(engine.store, period)), [engine])
  return useObserved(store)
}

export const useView = ({ session, first }: Pick<AppProps, 'session' | 'first'>): View => {
  const [way, setWay] = useState<Way>([first])
  const [front, setFront] = useState<FrontState | null>(null)
  const [told, setTold] = useState<string | null>(null)
  const state = useObserved(session)
  const engine = state?.engine ?? null
  const snapshot = useSnapshot(engine)
  const listening = useSnapshot(state?.guide?.engine ?? null)
  useEffect(() => {
    if (engine !== null) setWay(way => went(way, { screen: 'run' }))
  }, [engine])
  const rolling = state?.rollOut ?? null
  useEffect(() => {
    if (rolling !== null) setWay(wentToRollOut)
  }, [rolling])
  const calm = useMemo(() => (rolling === null ? null : throttled(rolling, period)), [rolling])
  const rollOut = useObserved(calm)
  const isGuided = (state?.guide?.before.length ?? 0) > 0
  const isOver = snapshot !== null && snapshot.stage === 'running' && allEnded(snapshot)
  useEffect(() => {
    const more = isGuided ? ', + sets up the next machine' : ''
    if (isOver) setTold(`Every machine has come to its end: q closes the run, 6 shows the report${more}`)
  }, [isOver, isGuided])
  useEffect(() => {
    if (rollOut?.stage === 'over') setTold('Every machine has come to its end: q leaves, with a report')
  }, [rollOut?.stage])
  return {
    ...{ way, front, told, snapshot, listening, rollOut },
    go: place => setWay(way => went(way, place)),
    back: () => setWay(wentBack),
    show: setFront,
    close: () => setFront(null),
    tell: setTold,
    hush: () => setTold(null),
  }
}
