/**
 * Prebuilt artifacts: a folder with a manifest, from which an install runs without Nix (R-B5). `images build`
 * writes it, and so does the simulated lab.
 */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import type { InstallerImage, TargetSystem } from '../plan.ts'
import type { Files } from '../world.ts'

const image = z.object({
  /** Relative to the folder, or absolute. */
  kernel: z.string(),
  initrd: z.string(),
  init: z.string(),
  params: z.array(z.string()).default([]),
})

const system = z.object({
  toplevel: z.string(),
  diskoScript: z.string(),
  erases: z.array(z.string()).nullable().default(null),
  closureBytes: z.number().nullable().default(null),
})

const manifest = z.object({
  schemaVersion: z.literal(1),
  images: z.record(z.string(), image).default({}),
  systems: z.record(z.string(), system).default({}),
})

export type ArtifactManifest = z.input<typeof manifest>

export interface Artifacts {
  readonly folder: string
  image(name: string): InstallerImage | undefined
  system(host: string, output: string): TargetSystem | undefined
}

export const loadArtifacts = async (files: Files, folder: string): Promise<Result<Artifacts>> => {
  const path = `${folder}/manifest.json`
  const text = await files.readText(path, 16 * 1024 * 1024)
  if (!text.ok) return text
  const parsed = parse(text.value)
  if (typeof parsed === 'string') return fail(badManifest(path, parsed))
  const { images, systems } = parsed
  return succeed({
    folder,
    image: name => {
      const found = images[name]
      return (
        found && {
          name,
          ...found,
          kernel: inside(folder, found.kernel),
          initrd: inside(folder, found.initrd),
        }
      )
    },
    system: (host, output) => {
      const found = systems[output]
      return found && { host, ...found }
    },
  })
}

const inside = (folder: string, path: string): string => (path.startsWith('/') ? path : `${folder}/${path}`)

const parse = (text: string): z.output<typeof manifest> | string => {
  try {
    const parsed = manifest.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : z.prettifyError(parsed.error)
  } catch (error) {
    return String(error)
  }
}

const badManifest = (path: string, why: string) => ({
  code: 'bad-artifacts',
  message: `the manifest of prebuilt artifacts is not valid: ${why}`,
  place: path,
  remedy: 'Build the artifacts again with firstlight images build',
})
