/**
 * Is the new system there, and well? Asked over new connections until it is, or until too little time is left to
 * stop the machine's own way back.
 */
import { fail, type Result, succeed } from '../../errors.ts'
import { notConfirmed, nothingBefore, serviceFailing } from '../../faults/deploy.ts'
import type { SshSession } from '../../world.ts'
import { currentSystem } from '../remote.ts'
import { firstUnhealthy } from '../services.ts'
import { type Deployment, enter, type Switched } from './deployment.ts'
import { disarm } from './revert.ts'

/** Time for stopping the timer, so that it never runs out in the middle of that. */
const reserve = 1500
const between = 500

/** The system that is confirmed. */
export const confirm = async (switched: Switched, deployment: Deployment): Promise<Result<string>> => {
  const { world, signal } = deployment
  const late = elapsed(switched, deployment)
  const over = AbortSignal.any([signal, late.signal])
  const uncount = countDown(switched, deployment)
  let why = 'there was no time to ask'
  try {
    while (!over.aborted) {
      const session = await enter(switched.host, switched.address, { ...deployment, signal: over })
      if (session.ok) {
        const asked = await examine(session.value, switched, deployment, over)
        session.value.close()
        if (asked.ok || asked.fault.code !== 'not-confirmed') return asked
        why = asked.fault.message
      } else if (!over.aborted) why = session.fault.message
      await world.clock.sleep(between, over)
    }
  } finally {
    uncount()
    late.cancel()
  }
  return fail(notConfirmed(switched.host.name, deployment.window, why))
}

/** A fault other than `not-confirmed` will not mend itself: the way back begins at once. */
const examine = async (
  session: SshSession,
  { host, before, wanted }: Switched,
  { plan, world, tell }: Deployment,
  signal: AbortSignal,
): Promise<Result<string>> => {
  const again = (why: string) => fail({ ...notConfirmed(host.name, 0, why), message: why })
  const running = await currentSystem(session, signal)
  if (!running.ok) return again(running.fault.message)
  if (wanted === null && running.value === before) return fail(nothingBefore(host.name))
  if (wanted !== null && running.value !== wanted) return again(`it runs ${running.value}`)
  const sick = await firstUnhealthy(
    plan.services.filter(service => service.host === host.name),
    {
      ...{ session, clock: world.clock, signal },
      changed: (service, state, detail) => tell(host, { type: 'healthChanged', service, state, detail }),
    },
  )
  if (sick !== null)
    return signal.aborted
      ? again(`${sick.service}: ${sick.why}`)
      : fail(serviceFailing(host.name, sick.service, sick.why))
  return disarmed(session, running.value, again, signal)
}

/** Stopping the timer is the confirmation: it counts only when the new system is still there after it. */
const disarmed = async (
  session: SshSession,
  system: string,
  again: (why: string) => Result<string>,
  signal: AbortSignal,
): Promise<Result<string>> => {
  const stopped = await session.exec(disarm, { timeout: 5000, signal })
  if (!stopped.ok || stopped.value.exitCode !== 0) return again('its way back could not be called off')
  const running = await currentSystem(session, signal)
  return running.ok && running.value === system ? succeed(system) : again('it had begun to switch back')
}

/** Called off when it is confirmed: a program that waits for its last timer would stay for all of the window. */
const elapsed = ({ revertsAt }: Switched, { world }: Deployment) => {
  const over = new AbortController()
  const left = Math.max(0, revertsAt - reserve - world.clock.now())
  return { signal: over.signal, cancel: world.clock.after(left, () => over.abort()) }
}

/** Once a second, for the screen. */
const countDown = ({ host, revertsAt }: Switched, { world, tell }: Deployment): (() => void) => {
  let cancel = () => {}
  const count = (): void => {
    const seconds = Math.max(0, Math.round((revertsAt - world.clock.now()) / 1000))
    tell(host, { type: 'revertsIn', seconds })
    if (seconds > 0) cancel = world.clock.after(1000, count)
  }
  count()
  return () => cancel()
}
