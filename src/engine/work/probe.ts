/**
 * Does a system already answer there, and is it ours? What is found is said; an installer of a run that was
 * cut off, or of an attempt that failed, is restarted: it has said its hello, and will not say it again. While the machine is woken it is looked
 * for again: it may have been starting all along.
 */
import { succeed } from '../errors.ts'
import { restartCommand } from './reboot.ts'
import { healthNow } from './services.ts'
import type { HostStatus } from './status/answer.ts'
import { askStatus } from './status/ask.ts'
import type { Task } from './task.ts'

export const probe = async (task: Task<'probe'>): Promise<void> => {
  const { bench, signal, tell } = task
  let status = await look(task)
  if (status.state === 'installer') await restartInstaller(task, status)
  if (isExpected(task)) {
    tell(said('it was installed when the last run was cut off: waiting for it to answer'))
    while (!signal.aborted && notYetThere.includes(status.state)) {
      await bench.world.clock.sleep(1000, signal)
      status = await look(task)
    }
    status = await untilHealthy(status, task)
  }
  await found(task, status)
}

const found = async (task: Looking, status: HostStatus): Promise<void> => {
  if (status.state === 'current') await rememberFinished(task, status)
  for (const { service, why } of status.health)
    task.tell({
      type: 'healthChanged',
      ...{ service, state: why === null ? 'healthy' : 'failing', detail: why ?? '' },
    })
  task.tell({ type: 'probed', state: status.state, detail: status.detail })
}

/** A system takes a minute to start; its machine answers within seconds of that. */
const often = 5000

export const probeAgain = async (task: Task<'probeAgain'>): Promise<void> => {
  const { bench, signal } = task
  await bench.world.clock.sleep(often, signal)
  while (!signal.aborted) {
    const status = await look(task)
    if (!notYetThere.includes(status.state)) return found(task, status)
    await bench.world.clock.sleep(often, signal)
  }
}

type Looking = Task<'probe'> | Task<'probeAgain'>

const look = ({ host, bench, signal }: Looking): Promise<HostStatus> =>
  askStatus(host, {
    ...bench,
    port: bench.plan.provision.ports.ssh,
    healthOf: healthNow(bench.plan.services),
    signal,
    wanted: async host => {
      const system = await bench.builds.system(host)
      return system.ok ? succeed(system.value.toplevel) : system
    },
  })

/**
 * On its way into the system that was installed: while it is looked for it is offered nothing, so that it boots
 * its disk. The phase's deadline bounds the wait.
 */
const isExpected = ({ host, journey, bench: { earlier } }: Task<'probe'>): boolean => {
  const before = earlier?.hosts.get(host.name)
  const isCutOff = earlier?.settled === false && before?.ending === 'unfinished'
  return isCutOff && before.disk === 'installed' && journey.attempt === 1 && journey.word !== 'any'
}

/** It has only just started: its services get the time they would have had, had that run not been cut off. */
const untilHealthy = async (first: HostStatus, task: Task<'probe'>): Promise<HostStatus> => {
  const { bench, signal, tell } = task
  const { clock } = bench.world
  const patience = clock.now() + bench.plan.provision.deadlines.healthChecking
  let status = first
  while (!signal.aborted && clock.now() < patience && status.health.some(({ why }) => why !== null)) {
    tell({ type: 'workedOn', on: 'install' })
    await clock.sleep(1000, signal)
    status = await look(task)
  }
  return status
}

const notYetThere: readonly HostStatus['state'][] = ['off', 'unknown', 'installer']

/** With this run's key, or that of the run that was cut off while its folder is there; else somebody has to go. */
const restartInstaller = async (
  { host, bench, signal, tell }: Task<'probe'>,
  { address }: HostStatus,
): Promise<void> => {
  const { world, runKey, earlier, earlierKey } = bench
  const installers = [
    { guest: bench.guestOf(host.name), key: runKey.privateKey },
    { guest: earlier?.hosts.get(host.name)?.guest, key: earlierKey },
  ]
  let why = 'it stands in the installer of an earlier run: restart it by hand'
  for (const { guest, key } of installers) {
    if (!guest || address === null || key === null) continue
    const session = await world.ssh.connect({
      ...{ address, port: guest.sshPort, user: 'root', timeout: 10_000, signal },
      privateKeys: [key],
      hostKeys: guest.hostKeys,
    })
    if (session.ok) {
      await session.value.exec(restartCommand, { timeout: 10_000, signal })
      session.value.close()
      return tell(said('it stood in an installer, which was restarted'))
    }
    why = `its installer could not be restarted: ${session.fault.message}`
  }
  tell(said(why))
}

const said = (line: string) => ({ type: 'logged', source: 'install', line }) as const

/** A run cut off after the installation left no record: that it runs what was installed is seen only now. */
const rememberFinished = async (
  { host, bench, tell }: Looking,
  { address, hostKey }: HostStatus,
): Promise<void> => {
  const system = await bench.builds.system(host)
  if (address === null || hostKey === null || !system.ok) return
  if (bench.records.of(host.name)?.hostKey === hostKey) return
  const { toplevel } = system.value
  const at = bench.world.clock.now()
  const saved = await bench.records.save(host.name, { hostKey, address, system: toplevel, at })
  if (!saved.ok) tell(said(saved.fault.message))
}
