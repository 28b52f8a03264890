/** A secret that must be found on the installed disk and nowhere else. */
import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { inject } from 'vitest'

export interface Canary {
  readonly text: string
  /** Who showed it in their arguments or environment since it was put out. */
  stopWatching(): Promise<readonly string[]>
}

/** Written into the site's folder; from then on every process of this machine is looked at, again and again. */
export const putOut = async (folder: string, name: string): Promise<Canary> => {
  const text = `canary-${randomBytes(16).toString('hex')}`
  await writeFile(join(folder, name), text, { mode: 0o600 })
  const shown = new Set<string>()
  const rounds = new AbortController()
  const watching = (async () => {
    while (!rounds.signal.aborted) {
      for (const found of await processesShowing(text)) shown.add(found)
      await new Promise(resolve => setTimeout(resolve, 200))
    }
  })()
  const stopWatching = async () => {
    rounds.abort()
    await watching
    return [...shown]
  }
  return { text, stopWatching }
}

const processesShowing = async (text: string): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')
  const all = await Promise.all(
    pids.map(async pid => [pid, (await read(pid, 'cmdline')) + (await read(pid, 'environ'))] as const),
  )
  return all.filter(([, said]) => said.includes(text)).map(([pid]) => pid)
}

/** Files under these places that hold it. */
export const filesHolding = async (text: string, places: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await execa('grep', ['-rlF', '--', text, ...places], { reject: false })
  return stdout.split('\n').filter(Boolean)
}

/** Everything the installation was made of, and whatever else came into the store since. */
export const storePaths = async (since: Date): Promise<readonly string[]> => {
  const { installer, system, disko, ramdisk } = inject('images')
  const closure = await execa('nix', ['path-info', '-r', installer, system, disko])
  const newer = ['/nix/store', '-mindepth', '1', '-maxdepth', '1', '-newermt', since.toISOString()]
  return [...closure.stdout.split('\n'), ramdisk, ...(await execa('find', newer)).stdout.split('\n')].filter(
    Boolean,
  )
}
