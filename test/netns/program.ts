/** The program itself, as root on the jump host: a site in a folder, the artifacts it boots, and `firstlight run`. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { writeArtifacts } from '../../src/lab/simulated/artifacts.ts'
import { makeKeyPair } from '../../src/lab/simulated/keys.ts'
import { specOf } from '../../src/lab/simulated/specs.ts'
import { type Running, startIn } from './process.ts'

/** Built by `build.ts` before the tests begin. */
const program = resolve(import.meta.dirname, '../../dist/main.js')

export interface Workplace extends Disposable {
  readonly folder: string
  /** The boot programs that are published. */
  readonly programs: string
  run(namespace: string, ...flags: readonly string[]): Running
}

export const names = ['node1', 'node2'] as const

export const macOf = (name: (typeof names)[number]): string => `52:54:00:77:00:0${names.indexOf(name) + 1}`

export const dashed = (name: (typeof names)[number]): string => macOf(name).replaceAll(':', '-')

/** Nobody wakes up here: the machines are other people's clients, which take their time. */
const site = {
  schemaVersion: 1,
  site: { name: 'rack', flake: '.', installer: 'netboot-base' },
  provision: { interface: 'br0', deadlines: { waking: '10m', offered: '10m', fetching: '10m' } },
  hosts: { node1: { mac: macOf('node1') }, node2: { mac: macOf('node2') } },
}

export const openWorkplace = async (): Promise<Workplace> => {
  const folder = mkdtempSync(join(tmpdir(), 'jump-host-'))
  const machines = names.map((name, n) => specOf({ name, macs: [macOf(name)] }, n))
  const sizes = { kernelBytes: 1 << 20, initrdBytes: 3 << 20, closureBytes: 1e6 }
  const artifacts = await writeArtifacts({ folder, machines, ...sizes })
  const path = (name: string, content: string, mode = 0o600): string => {
    writeFileSync(join(folder, name), content)
    chmodSync(join(folder, name), mode)
    return join(folder, name)
  }
  const fixed = [
    ...['--site', path('site.json', JSON.stringify(site)), '--artifacts', artifacts.path],
    ...[
      '--ipxe',
      artifacts.programsPath,
      '--ssh-key',
      path('id_ed25519', makeKeyPair('operator').privateKey),
    ],
    ...['--nixos-anywhere', path('nixos-anywhere', '#!/bin/sh\nexit 1\n', 0o700), '--json'],
  ]
  const state = `XDG_STATE_HOME=${folder}/state`
  return {
    folder,
    programs: artifacts.programsPath,
    run: (namespace, ...flags) =>
      startIn(namespace, 'env', state, process.execPath, program, 'run', ...fixed, ...flags),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}

/** Both machines may boot from here on. */
export const awaitServing = async (running: Running): Promise<void> => {
  for (const host of names)
    await running.line(line => line.includes('"type":"woke"') && line.includes(`"host":"${host}"`))
}
