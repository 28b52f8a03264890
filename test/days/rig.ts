/** A simulated rack, and the commands as an operator calls them on it: what they say is kept, nothing is timed. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Context } from '../../src/cli/context.ts'
import { run } from '../../src/cli/run.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { createFleet, type Fleet, type FleetOptions } from '../../src/lab/simulated/fleet.ts'
import { labDeadlines } from '../../src/lab/simulated/site-file.ts'

export interface Desk extends Context {
  readonly said: string[]
  readonly complained: string[]
  /** As if the operator pressed Ctrl-C. */
  interrupt(): void
}

export interface Lab extends AsyncDisposable {
  readonly folder: string
  readonly fleet: Fleet
  /** The flags every command takes that is to find these machines and open them. */
  readonly flags: { site: string; artifacts: string; sshKey: string }
  /** And those of a run. */
  readonly runFlags: Lab['flags'] & { ipxe: string; nixosAnywhere: string; json: true }
  desk(given?: Partial<Context>): Desk
  /** Installs what is in the site; the exit code. */
  install(given?: { host?: string[]; wipe?: string[] }): Promise<number>
  rewriteSite(change: (site: { hosts: Record<string, object> }) => void): Promise<void>
  journals(): Promise<readonly string[]>
}

export const openLab = async (options: Omit<FleetOptions, 'folder'> = {}): Promise<Lab> => {
  const folder = await mkdtemp(join(tmpdir(), 'days-'))
  const created = await createFleet({ folder, deadlines: patient, ...options })
  if (!created.ok) throw new Error(created.fault.message)
  const fleet = created.value
  await fleet.start()
  const flags = { site: fleet.sitePath, artifacts: fleet.artifactsPath, sshKey: fleet.sshKeyPath }
  const nixosAnywhere = await program(folder, 'nixos-anywhere', fleet.nixosAnywhere)
  const runFlags = { ...flags, ipxe: fleet.programsPath, nixosAnywhere, json: true as const }
  const desk = (given: Partial<Context> = {}) => deskIn(folder, given)
  return {
    ...{ folder, fleet, flags, runFlags, desk },
    install: given => run({ ...runFlags, ...given }, desk()),
    rewriteSite: async change => {
      const site = JSON.parse(await readFile(fleet.sitePath, 'utf8')) as { hosts: Record<string, object> }
      change(site)
      await writeFile(fleet.sitePath, JSON.stringify(site))
    },
    journals: async () => {
      const names = await readdir(`${folder}/state/firstlight/lab`).catch(() => [])
      return names
        .filter(name => name.endsWith('.jsonl'))
        .map(name => `${folder}/state/firstlight/lab/${name}`)
    },
    [Symbol.asyncDispose]: async () => {
      await fleet.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Longer than a lab's usual: these machines are meant to come through, on however busy a computer. */
export const patient = Object.fromEntries(Object.keys(labDeadlines(1)).map(phase => [phase, 40]))

/** One program on the command line, as the flag wants it. */
export const program = async (folder: string, name: string, command: readonly string[]): Promise<string> => {
  const path = join(folder, 'bin', name)
  await mkdir(join(folder, 'bin'), { recursive: true })
  const words = command.map(word => `'${word}'`).join(' ')
  await writeFile(path, `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 })
  return path
}

export const deskIn = (folder: string, given: Partial<Context> = {}): Desk => {
  const said: string[] = []
  const complained: string[] = []
  const receivers = new Set<(signal: string) => void>()
  return {
    ...{ world: createWorld(), cwd: folder, home: folder, version: 'test', root: resolve('.') },
    ...{ env: { XDG_STATE_HOME: `${folder}/state` }, terminal: false },
    out: line => said.push(line),
    write: text => said.push(text.trimEnd()),
    err: line => complained.push(line),
    onSignal: receive => {
      receivers.add(receive)
      return () => receivers.delete(receive)
    },
    ...given,
    ...{ said, complained },
    interrupt: () => {
      for (const receive of receivers) receive('SIGINT')
    },
  }
}
