/** The manifest while it changes: an image is in it only while its files are whole. */
import { type Fault, type Result, succeed } from '../errors.ts'
import type { Files } from '../world.ts'
import {
  type ImageEntry,
  type Manifest,
  manifestPath,
  manifestText,
  readManifest,
  type SystemEntry,
} from './manifest.ts'

export interface Ledger {
  readonly path: string
  /** As it was before. */
  readonly before: Manifest
  /** Its files are about to be replaced: whoever looks now finds none, rather than half of each. */
  withdraw(image: string): Promise<Result<void>>
  enter(image: string, entry: ImageEntry): Promise<Result<void>>
  enterSystem(output: string, entry: SystemEntry): Promise<Result<void>>
}

const empty: Manifest = { schemaVersion: 1, images: {}, systems: {} }

/** What cannot be read is told, and replaced: the files it was about are built anew. */
export const openLedger = async (
  files: Pick<Files, 'readText' | 'write'>,
  folder: string,
  warn: (fault: Fault) => void,
): Promise<Ledger> => {
  const read = await readManifest(files, folder)
  if (!read.ok && read.fault.code !== 'file-missing') warn(read.fault)
  const before = read.ok ? read.value : empty
  const images = new Map(Object.entries(before.images))
  const systems = new Map(Object.entries(before.systems))
  const path = manifestPath(folder)
  const write = () =>
    files.write(path, manifestText({ schemaVersion: 1, images: sorted(images), systems: sorted(systems) }))
  return {
    path,
    before,
    withdraw: async image => (images.delete(image) ? write() : succeed(undefined)),
    enter: (image, entry) => {
      images.set(image, entry)
      return write()
    },
    enterSystem: (output, entry) => {
      systems.set(output, entry)
      return write()
    },
  }
}

const sorted = <T>(entries: ReadonlyMap<string, T>): Record<string, T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
