/** Prebuilt artifacts: a folder with a manifest, from which an install runs without Nix (R-B5). */
import { fail, type Result, succeed } from '../errors.ts'
import { changedArtifact } from '../faults/artifacts.ts'
import type { InstallerImage, TargetSystem } from '../plan.ts'
import type { Files } from '../world.ts'
import { type ImageEntry, type Manifest, readManifest } from './manifest.ts'
import { imageName } from './names.ts'

export type { ArtifactManifest } from './manifest.ts'

export interface Artifacts {
  readonly folder: string
  image(name: string): InstallerImage | undefined
  system(host: string, output: string): TargetSystem | undefined
}

export const loadArtifacts = async (files: Files, folder: string): Promise<Result<Artifacts>> => {
  const read = await readManifest(files, folder)
  if (!read.ok) return read
  const whole = await checkSizes(files, folder, read.value)
  return whole.ok ? succeed(artifactsOf(folder, read.value)) : whole
}

const artifactsOf = (folder: string, { images, systems }: Manifest): Artifacts => ({
  folder,
  image: name => {
    const found = images[name] ?? images[imageName(name)]
    if (found === undefined) return undefined
    const { init, params } = found
    return { name, kernel: inside(folder, found.kernel), initrd: inside(folder, found.initrd), init, params }
  },
  system: (host, output) => {
    const found = systems[output]
    if (found === undefined) return undefined
    const { toplevel, diskoScript, erases, closure } = found
    return { host, toplevel, diskoScript, erases, closure: closure && new Map(Object.entries(closure)) }
  },
})

/** A copy that was cut short is told before any machine waits for the rest of it. */
const checkSizes = async (files: Files, folder: string, { images }: Manifest): Promise<Result<void>> => {
  for (const { provenance, ...image } of Object.values<ImageEntry>(images)) {
    if (provenance === undefined) continue
    for (const which of ['kernel', 'initrd'] as const) {
      const path = inside(folder, image[which])
      const opened = await files.open(path)
      if (!opened.ok) return opened
      const { size } = opened.value
      await opened.value.close()
      if (size !== provenance[which].bytes) return fail(changedArtifact(path, size, provenance[which].bytes))
    }
  }
  return succeed(undefined)
}

const inside = (folder: string, path: string): string => (path.startsWith('/') ? path : `${folder}/${path}`)
