/** The simulated rack in its own process, as whoever measures sees it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { nodeCommand, type Running, start } from '../harness/process.ts'

export interface RackProcess extends AsyncDisposable {
  readonly running: Running
  readonly folder: string
  readonly sitePath: string
  readonly artifactsPath: string
  readonly programsPath: string
  readonly sshKeyPath: string
  readonly nixosAnywhere: readonly string[]
}

export const startRack = async (within: string, count: number, parallel = count): Promise<RackProcess> => {
  const folder = join(within, `rack-${count}-${performance.now()}`)
  mkdirSync(folder)
  const file = join(import.meta.dirname, 'fleet.ts')
  const running = start(nodeCommand(file, folder, String(count), String(parallel)))
  const told = JSON.parse((await running.line(/^fleet /)).slice('fleet '.length)) as Omit<
    RackProcess,
    'running' | 'folder'
  >
  return { ...told, running, folder, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}
