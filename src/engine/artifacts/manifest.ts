/**
 * `manifest.json` beside prebuilt artifacts: what an install needs to know of them. `images build` writes it, and
 * so does the simulated lab; what only a person wants to know may be missing.
 */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { badManifest } from '../faults/artifacts.ts'
import type { Files } from '../world.ts'

const file = z.object({ bytes: z.number(), sha256: z.string() })

const provenance = z.object({
  kernel: file,
  initrd: file,
  storePaths: z.object({ kernel: z.string(), initrd: z.string(), toplevel: z.string() }),
  flake: z.string(),
  nix: z.string(),
  /** ISO 8601. */
  builtAt: z.string(),
})

const image = z.object({
  /** Relative to the folder, or absolute. */
  kernel: z.string(),
  initrd: z.string(),
  init: z.string(),
  params: z.array(z.string()).default([]),
  provenance: provenance.optional(),
})

const system = z.object({
  toplevel: z.string(),
  diskoScript: z.string(),
  erases: z.array(z.string()).nullable().default(null),
  /** Bytes by store path. */
  closure: z.record(z.string(), z.number()).nullable().default(null),
  builtAt: z.string().optional(),
})

const manifest = z.object({
  schemaVersion: z.literal(1),
  images: z.record(z.string(), image).default({}),
  systems: z.record(z.string(), system).default({}),
})

/** As it is written. */
export type ArtifactManifest = z.input<typeof manifest>

/** As it is read. */
export type Manifest = z.output<typeof manifest>
export type ImageEntry = z.output<typeof image>
export type SystemEntry = z.output<typeof system>
export type Provenance = z.output<typeof provenance>

export const manifestPath = (folder: string): string => `${folder}/manifest.json`

export const readManifest = async (
  files: Pick<Files, 'readText'>,
  folder: string,
): Promise<Result<Manifest>> => {
  const path = manifestPath(folder)
  const text = await files.readText(path, 16 * 1024 * 1024)
  if (!text.ok) return text
  try {
    const parsed = manifest.safeParse(JSON.parse(text.value))
    return parsed.success ? succeed(parsed.data) : fail(badManifest(path, z.prettifyError(parsed.error)))
  } catch (error) {
    return fail(badManifest(path, String(error)))
  }
}

export const manifestText = (manifest: ArtifactManifest): string => `${JSON.stringify(manifest, null, 2)}\n`
