/** What every booted system answers, installer and installed alike. */
import type { Command } from './shell.ts'

export interface System {
  readonly hostname: string
  readonly bootId: string
  /** What /run/current-system points at. */
  readonly current: string
  readonly commandLine: string
  readonly osRelease: string
  /** A file of its own, by absolute path. */
  file(path: string): Buffer | undefined
  /** Names of the files in a folder. */
  list?(folder: string): readonly string[]
  /** What became of a verb for one of its own units; nothing when it has no such unit. */
  unit?(verb: string, name: string): number | undefined
  /** Starts the restart and comes back at once, as systemctl does. */
  restart(): void
  powerOff(): void
  /** Whether its services are up by now. */
  healthy(): boolean
}

export const systemCommands = (system: System): Readonly<Record<string, Command>> => ({
  cat: (paths, { out, err }) => {
    const missing = paths.filter(path => contentOf(system, path) === undefined)
    for (const path of paths) out(contentOf(system, path)?.toString() ?? '')
    for (const path of missing) err(`cat: ${path}: No such file or directory\n`)
    return missing.length === 0 ? 0 : 1
  },
  readlink: (args, { out }) => {
    if (args.at(-1) !== '/run/current-system') return 1
    out(`${system.current}\n`)
    return 0
  },
  hostname: (_, { out }) => {
    out(`${system.hostname}\n`)
    return 0
  },
  test: (args, _) =>
    (args[0] === '-e' || args[0] === '-f') && contentOf(system, args[1] ?? '') !== undefined ? 0 : 1,
  ls: ([folder = ''], { out }) => {
    const names = system.list?.(folder) ?? []
    for (const name of names) out(`${name}\n`)
    return names.length > 0 ? 0 : 2
  },
  reboot: () => restart(system),
  poweroff: () => {
    system.powerOff()
    return 0
  },
  systemctl: (args, { out }) => systemctl(system, args, out),
  curl: () => (system.healthy() ? 0 : 7),
  sync: () => 0,
  umount: () => 0,
  swapoff: () => 0,
})

const restart = (system: System): number => {
  system.restart()
  return 0
}

const systemctl = (system: System, args: readonly string[], out: (text: string) => void): number => {
  const [verb = '', name = ''] = args.filter(arg => !arg.startsWith('-'))
  const known = system.unit?.(verb, name)
  if (known !== undefined) return known
  if (verb === 'reboot') return restart(system)
  if (verb !== 'is-active' && verb !== 'is-system-running')
    return verb === 'poweroff' ? systemPowerOff(system) : 1
  const healthy = system.healthy()
  if (!args.includes('--quiet') && !args.includes('-q')) out(healthy ? 'active\n' : 'activating\n')
  return healthy ? 0 : 3
}

const systemPowerOff = (system: System): number => {
  system.powerOff()
  return 0
}

const contentOf = (system: System, path: string): Buffer | undefined => {
  switch (path) {
    case '/proc/sys/kernel/random/boot_id':
      return Buffer.from(`${system.bootId}\n`)
    case '/proc/cmdline':
      return Buffer.from(`${system.commandLine}\n`)
    case '/etc/os-release':
      return Buffer.from(system.osRelease)
    case '/etc/hostname':
      return Buffer.from(`${system.hostname}\n`)
    default:
      return system.file(path)
  }
}
