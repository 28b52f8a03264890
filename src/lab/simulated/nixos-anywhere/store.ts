/** The store the stand-in copies from: a folder of the lab's, in place of /nix/store. */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

export interface StorePath {
  readonly path: string
  readonly bytes: number
}

/** Like `nix-store -qR`: dependencies first. Each store path has its closure beside it. */
export const closureOf = async (store: string, path: string): Promise<readonly StorePath[]> => {
  const lines = (await readFile(join(store, basename(path), 'closure'), 'utf8')).trim().split('\n')
  return lines.map(line => {
    const [bytes = '0', path = ''] = line.split(' ')
    return { path, bytes: Number(bytes) }
  })
}

/** What running this path would run; nothing for paths that are only there. */
export const scriptAt = async (store: string, path: string): Promise<string> =>
  readFile(join(store, basename(path), 'script'), 'utf8').catch(() => '')

/** The real one reads `$toplevel/system` before anything else, and dies of its absence. */
export const hasSystem = async (store: string, path: string): Promise<boolean> =>
  readFile(join(store, basename(path), 'system')).then(
    () => true,
    () => false,
  )
