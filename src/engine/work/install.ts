/**
 * nixos-anywhere around one machine: called with store paths that are already built, watched line by line.
 * It never gives up on a machine that went silent and checks no host key; the journey's deadlines, the guard
 * before and the verification after stand around it. It is not asked to reboot: its own reboot waits without
 * bound and only for the machine to go away.
 */
import { installerFailed, installerNotFound } from '../faults/install.ts'
import { readInstallerLine } from '../protocol/nixos-anywhere.ts'
import { prepareExtraFiles } from './extra-files.ts'
import type { Task } from './task.ts'

export const install = async (task: Task<'install'>): Promise<void> => {
  const { host, bench, signal, tell, effect, journey } = task
  const system = await bench.builds.system(host)
  if (!system.ok) return tell({ type: 'broke', fault: system.fault })
  const extra = await prepareExtraFiles(host, journey.attempt, bench)
  if (!extra.ok) return tell({ type: 'broke', fault: extra.fault })
  bench.expectHostKey(host.name, extra.value.hostKey)

  const progress = follow(tell)
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
const follow = (tell: Task['tell']) => {
  let step: string = 'partitioning'
  let copied = 0
  let total = 0
  const line = (text: string): void => {
    tell({ type: 'logged', source: 'install', line: text })
    const read = readInstallerLine(text)
    if (read?.kind === 'step') {
      step = read.step
      tell({ type: 'stepStarted', step: read.step })
    }
    // The disko script is copied too, before its own step: only the system's paths are the copy's progress.
    if (step !== 'copying') return
    if (read?.kind === 'paths') total += read.count
    if (read?.kind !== 'path') return
    copied += 1
    tell({ type: 'progressed', amount: { done: copied, total: Math.max(total, copied), unit: 'paths' } })
  }
  return { line, step: () => step }
}
