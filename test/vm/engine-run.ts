/** The built program, run as an operator would run it, in the lab's namespace: real ports, real Nix, its journal read. */
import { appendFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { inject } from 'vitest'
import { type Phase, type RunEvent, replay } from '../../src/engine/index.ts'
import type { Lab } from '../../src/lab/vm/lab.ts'
import { installer } from './anywhere.ts'
import { operatorKey } from './ground.ts'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Run {
  readonly events: readonly RunEvent[]
  /** What it said on standard error: findings, and why it refused. */
  readonly complaints: readonly string[]
  /** The first event, told or yet to be told, that this holds for; rejects when the run ends without it. */
  until(wanted: (event: RunEvent) => boolean): Promise<RunEvent>
  signal(name: NodeJS.Signals): void
  /** Its exit code, when everything it said is heard; undefined when a signal ended it. */
  readonly ended: Promise<number | undefined>
}

export interface Workplace {
  readonly folder: string
  run(name: string, ...flags: readonly string[]): Run
  clear(): Promise<void>
}

export type SiteFile = Readonly<Record<'provision' | 'hosts', object>>

/** A site folder with a state folder and a home of its own: ssh and Nix must not meet this user's settings. */
export const openWorkplace = async (lab: Lab, site: SiteFile): Promise<Workplace> => {
  const folder = await mkdtemp(join(tmpdir(), 'firstlight-vm-site-'))
  for (const name of ['state', 'home', 'tmp']) await mkdir(join(folder, name))
  await writeFile(join(folder, 'site.json'), JSON.stringify(whole(site)))
  const env = {
    ...{ XDG_STATE_HOME: join(folder, 'state'), HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp') },
    FIRSTLIGHT_IPXE: join(inject('cache'), 'debian/usr/lib/ipxe'),
  }
  const fixed = ['--json', '--site', join(folder, 'site.json'), '--ssh-key', operatorKey()]
  const run = (name: string, ...flags: readonly string[]): Run => {
    const command = [process.execPath, program, 'run', ...fixed, '--nixos-anywhere', installer, ...flags]
    return start(
      lab.inside(command as [string, ...string[]]),
      env,
      join(inject('cache'), 'logs', `${name}.jsonl`),
    )
  }
  return { folder, run, clear: () => rm(folder, { recursive: true }) }
}

const whole = ({ provision, hosts }: SiteFile) => ({
  schemaVersion: 1,
  site: { name: 'rack', flake: `path:${join(inject('cache'), 'mini')}`, installer: 'installer' },
  provision: { interface: 'br0', ...provision },
  hosts,
})

const start = (command: readonly [string, ...string[]], env: NodeJS.ProcessEnv, log: string): Run => {
  const [file, ...args] = command
  const child = execa(file, args, { reject: false, buffer: false, stdin: 'ignore', lines: true, env })
  const events: RunEvent[] = []
  const complaints: string[] = []
  writeFileSync(log, '')
  const heard = new Set<() => void>()
  const hear = async (from: 'stdout' | 'stderr', take: (line: string) => void): Promise<void> => {
    for await (const line of child.iterable({ from })) {
      appendFileSync(log, `${line}\n`)
      take(String(line))
      for (const listen of heard) listen()
    }
  }
  const heardAll = Promise.all([
    hear('stdout', line => void events.push(JSON.parse(line))),
    hear('stderr', line => void complaints.push(line)),
  ])
  const ended = heardAll.then(() => child).then(({ exitCode }) => exitCode)
  const until = (wanted: (event: RunEvent) => boolean): Promise<RunEvent> =>
    new Promise((resolve, reject) => {
      const listen = () => {
        const found = events.find(wanted)
        if (found) resolve(found)
        if (found) heard.delete(listen)
      }
      heard.add(listen)
      listen()
      void ended.then(code =>
        reject(new Error(`it ended with ${code} before that:\n${last(events, complaints)}`)),
      )
    })
  return { events, complaints, until, ended, signal: name => void child.kill(name) }
}

const last = (events: readonly RunEvent[], complaints: readonly string[]): string =>
  [...complaints, ...events.slice(-5).map(event => JSON.stringify(event))].join('\n')

export const about =
  (host: string, type: RunEvent['type']) =>
  (event: RunEvent): boolean =>
    event.type === type && 'host' in event && event.host === host

/** Where a machine's journey stands, or ended. */
export const phaseOf = (run: Run, host: string): Phase => {
  const machine = replay(run.events).machines.find(({ journey }) => journey.host === host)
  if (machine === undefined) throw new Error(`the run knows no ${host}`)
  return machine.journey.phase
}
