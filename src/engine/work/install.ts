/**
 * nixos-anywhere around one machine: called with store paths that are already built, watched line by line.
 * It never gives up on a machine that went silent and checks no host key; the journey's deadlines, the guard
 * before and the verification after stand around it. It is not asked to reboot: its own reboot waits without
 * bound and only for the machine to go away.
 */
import { installerFailed, installerNotFound } from '../faults/install.ts'
import type { Amount } from '../journey.ts'
import { type InstallerLine, readInstallerLine } from '../protocol/nixos-anywhere.ts'
import type { Clock } from '../world.ts'
import { prepareExtraFiles } from './extra-files.ts'
import { systemOf } from './system.ts'
import type { Task } from './task.ts'

export const install = async (task: Task<'install'>): Promise<void> => {
  const { host, bench, signal, tell, effect, journey } = task
  const system = await systemOf(task)
  if (!system.ok) return tell({ type: 'broke', fault: system.fault })
  const extra = await prepareExtraFiles(host, journey.attempt, bench)
  if (!extra.ok) return tell({ type: 'broke', fault: extra.fault })
  bench.expectHostKey(host.name, extra.value.hostKey)
  tell({ type: 'hostKeyMade', hostKey: extra.value.hostKey })

  const progress = follow(tell, bench.world.clock, system.value.closure)
  const [program, ...args] = bench.tools.nixosAnywhere
  const { guest } = effect
  const ran = await bench.world.processes.run({
    command: [
      program,
      ...args,
      ...['--store-paths', system.value.diskoScript, system.value.toplevel],
      ...['--phases', 'disko,install', '--build-on', 'local', '--no-substitute-on-destination'],
      ...['--ssh-store-setting', 'compress', 'false'],
      ...['--extra-files', extra.value.folder, '-i', bench.runKey.path, '-p', String(guest.sshPort)],
      `root@${guest.address}`,
    ],
    signal,
    // Alone, it would try its machine for ever, and erase it at some later boot, with no guard before it.
    bound: true,
    line: progress.line,
  })
  if (ran.ended === 'aborted') return
  if (ran.ended === 'notStarted')
    return tell({ type: 'broke', fault: installerNotFound(host.name, program, ran.reason ?? '') })
  tell(
    ran.exitCode === 0
      ? { type: 'installed' }
      : { type: 'broke', fault: installerFailed(host.name, progress.step(), ran) },
  )
}

/** Its output, line by line, as facts of the journey. */
const follow = (tell: Task['tell'], clock: Clock, closure: ReadonlyMap<string, number> | null) => {
  const copied = copyProgress(closure)
  let step: string = 'partitioning'
  let spoke = clock.now()
  const line = (text: string, stream: 'stdout' | 'stderr'): void => {
    tell({ type: 'logged', source: 'install', line: text })
    // Its ssh complains on stderr every few seconds when the machine is gone: only its steps count as work.
    if (stream === 'stdout' && clock.now() - spoke >= 5000) {
      spoke = clock.now()
      tell({ type: 'workedOn', on: 'install' })
    }
    const read = readInstallerLine(text)
    if (read?.kind === 'step') {
      step = read.step
      tell({ type: 'stepStarted', step: read.step })
    }
    // The disko script is copied too, before its own step: only the system's paths are the copy's progress.
    if (step !== 'copying') return
    const amount = read === undefined ? undefined : copied(read)
    if (amount !== undefined) tell({ type: 'progressed', amount })
  }
  return { line, step: () => step }
}

/**
 * "copying path X" is printed when the copy of X begins: what came before it is there. In bytes when the sizes
 * are known, else in paths.
 */
const copyProgress = (closure: ReadonlyMap<string, number> | null) => {
  const all = closure === null ? 0 : [...closure.values()].reduce((sum, bytes) => sum + bytes, 0)
  let announced = 0
  let begun = 0
  let done = 0
  let current = 0
  return (read: InstallerLine): Amount | undefined => {
    if (read.kind === 'paths') announced += read.count
    if (read.kind !== 'path') return undefined
    begun += 1
    done += current
    current = closure?.get(read.path) ?? 0
    return closure === null
      ? { done: begun - 1, total: Math.max(announced, begun), unit: 'paths' }
      : { done, total: all, unit: 'bytes' }
  }
}
