/**
 * One running machine is given another system, and keeps it only when that is confirmed: copy first, then arm the
 * machine's own way back, then switch, then look at it over a new connection, then call the way back off.
 */
import { type Fault, fail, type Result, succeed } from '../../errors.ts'
import * as faults from '../../faults/deploy.ts'
import type { Host } from '../../plan.ts'
import { ask } from '../remote.ts'
import type { HostStatus } from '../status/answer.ts'
import { askStatus } from '../status/ask.ts'
import { confirm } from './confirm.ts'
import { type Deployment, enter, type Switched } from './deployment.ts'
import type { DeployEnd } from './facts.ts'
import { copySystem, switchSystem } from './rebuild.ts'
import { arm, isStorePath, revertNow } from './revert.ts'
import { lostAddresses } from './session-address.ts'

export const deployHost = async (host: Host, deployment: Deployment): Promise<DeployEnd> => {
  const { tell, action } = deployment
  const failed = (fault: Fault): DeployEnd => {
    tell(host, { type: 'deployFailed', fault })
    return 'deployFailed'
  }
  tell(host, { type: 'deployStep', step: 'examining' })
  const start = await examineBefore(host, deployment)
  if (!start.ok) return failed(start.fault)
  const { address, before, wanted } = start.value
  if (before === wanted) {
    tell(host, { type: 'unchanged', system: before })
    return 'unchanged'
  }
  tell(host, { type: 'deployStarted', address, from: before, to: wanted ?? 'the system before it' })
  if (action === 'switch') {
    tell(host, { type: 'deployStep', step: 'copying' })
    const copied = await copySystem(host, address, deployment)
    if (!copied.ok) return failed(copied.fault)
  }
  tell(host, { type: 'deployStep', step: 'arming' })
  const revertsAt = await armed(start.value, deployment)
  if (!revertsAt.ok) return failed(revertsAt.fault)
  return switchAndConfirm({ ...start.value, revertsAt: revertsAt.value }, deployment)
}

const switchAndConfirm = async (switched: Switched, deployment: Deployment): Promise<DeployEnd> => {
  const { tell } = deployment
  const { host } = switched
  tell(host, { type: 'deployStep', step: 'switching' })
  const done = await switchSystem(switched, deployment)
  // A switch that changed the network loses its own connection: only looking tells what came of it.
  const lost =
    !done.ok && done.fault.code === 'deploy-switch-failed' && !(await isReachable(switched, deployment))
  if (!done.ok && !lost) return goBack(switched, done.fault, deployment)
  tell(host, { type: 'deployStep', step: 'confirming' })
  const confirmed = await confirm(switched, deployment)
  if (!confirmed.ok) return goBack(switched, confirmed.fault, deployment)
  await remember(switched, confirmed.value, deployment)
  tell(host, { type: 'deployed', system: confirmed.value })
  return 'deployed'
}

type Start = Omit<Switched, 'revertsAt'>

/** What stands in the way is said before anything is built or touched. */
const examineBefore = async (host: Host, deployment: Deployment): Promise<Result<Start>> => {
  const { asking, action, signal, ownAddresses, mayLose, declared } = deployment
  const status = await askStatus(host, { ...asking, signal })
  const { address, running } = status
  if (address === null || running === null || !isOpen(status))
    return fail(faults.notDeployable(host.name, status.state, status.detail))
  if (!isStorePath(running)) return fail(faults.strangeSystem(host.name, running))
  if (action === 'rollback') return succeed({ host, address, before: running, wanted: null })
  const lost = lostAddresses([address, ...ownAddresses.filter(own => own === host.address)], declared(host))
  if (lost.length > 0 && !mayLose.includes(host.name)) return fail(faults.sessionAddressLost(host.name, lost))
  const wanted = await asking.wanted(host)
  return wanted.ok ? succeed({ host, address, before: running, wanted: wanted.value }) : wanted
}

const isOpen = ({ state }: HostStatus): boolean =>
  state === 'current' || state === 'outdated' || state === 'installed'

/** When its timer will run out, by our clock: counted from before it was set, so never too late. */
const armed = async ({ host, address, before }: Start, deployment: Deployment): Promise<Result<number>> => {
  const { world, window, signal } = deployment
  const session = await enter(host, address, deployment)
  if (!session.ok) return session
  const from = world.clock.now()
  const set = await ask(session.value, arm(before, window), signal)
  session.value.close()
  return set.ok ? succeed(from + window * 1000) : fail(faults.deployInProgress(host.name, set.fault.message))
}

const isReachable = async ({ host, address }: Switched, deployment: Deployment): Promise<boolean> => {
  const session = await enter(host, address, deployment)
  if (session.ok) session.value.close()
  return session.ok
}

/** At once where it can be told so; else the machine does it by itself, and is waited for. */
const goBack = async (switched: Switched, cause: Fault, deployment: Deployment): Promise<DeployEnd> => {
  const { host, address, before } = switched
  const { tell, signal } = deployment
  tell(host, { type: 'deployStep', step: 'reverting' })
  if (signal.aborted) {
    tell(host, { type: 'deployFailed', fault: faults.deployInterrupted(host.name) })
    return 'deployFailed'
  }
  const session = await enter(host, address, deployment)
  if (session.ok) {
    await session.value.exec(revertNow, { timeout: 10_000, signal })
    session.value.close()
  }
  if (await isBack(switched, deployment)) {
    tell(host, { type: 'reverted', system: before, fault: cause })
    return 'reverted'
  }
  tell(host, { type: 'deployFailed', fault: faults.notReverted(host.name, before, cause) })
  return 'deployFailed'
}

/** How long an old system may take to be itself again after its time came. */
const settling = 90_000

const isBack = async (
  { host, address, before, revertsAt }: Switched,
  deployment: Deployment,
): Promise<boolean> => {
  const { world, signal } = deployment
  while (!signal.aborted && world.clock.now() < revertsAt + settling) {
    const session = await enter(host, address, deployment)
    if (session.ok) {
      const running = await ask(session.value, 'readlink -f /run/current-system', signal)
      session.value.close()
      if (running.ok && running.value === before) return true
    }
    await world.clock.sleep(500, signal)
  }
  return false
}

/** What is deployed is what `status` and the next run expect of it. */
const remember = async (
  { host, address }: Switched,
  system: string,
  { asking, world, tell }: Deployment,
): Promise<void> => {
  const record = asking.records.of(host.name)
  const hostKey = record?.hostKey ?? asking.earlier?.hosts.get(host.name)?.hostKey
  if (!hostKey) return
  const saved = await asking.records.save(host.name, { hostKey, address, system, at: world.clock.now() })
  if (!saved.ok) tell(host, { type: 'logged', line: saved.fault.message })
}
