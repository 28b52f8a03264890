/** What an installer and an installed system have in common: a boot id, an SSH server, a shell. */

import { type Command, type Process, runScript } from './shell/shell.ts'
import { type System, systemCommands } from './shell/system.ts'
import { openSshServer, type SshServer } from './ssh-server.ts'
import type { Uptime } from './uptime.ts'

export interface OperatingSystem {
  readonly uptime: Uptime
  readonly address: string
  readonly system: System
  readonly hostKey: string
  readonly authorizedKeys: () => readonly string[]
  /** What it can do besides. */
  readonly commands: (name: string) => Command | undefined
  readonly write: (path: string, content: string) => void
}

export const serveSsh = async (os: OperatingSystem): Promise<SshServer> => {
  const { uptime, address, hostKey, authorizedKeys } = os
  const server = await openSshServer({
    address,
    port: uptime.rack.ports.ssh,
    hostKey,
    authorizedKeys,
    exec: (command, process) => execute(os, command, process),
  })
  if (uptime.signal.aborted) server.close()
  uptime.signal.addEventListener('abort', server.close, { once: true })
  return server
}

const execute = (os: OperatingSystem, script: string, process: Process): Promise<number> => {
  const common = systemCommands(os.system)
  return runScript(script, process, {
    command: name => (Object.hasOwn(common, name) ? common[name] : os.commands(name)),
    write: os.write,
    rest: os.uptime.rest,
  })
}

/** Boots take this long after the kernel was started, on small real servers. */
export const secondsToBoot = { installer: 8, installed: 12 } as const

/** Never resolves: a system runs until its power goes. */
export const untilPowerGoes = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
