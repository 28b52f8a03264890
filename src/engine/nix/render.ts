/**
 * What a site turns into, as text: network units, BIRD, Caddy, SQL, OpenTofu variables. One generator makes
 * it, in Nix; here it is only called, and its answer kept by the content of what was asked.
 */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { notRenderable, renderedUnreadable } from '../faults/nix.ts'
import type { World } from '../world.ts'
import { evaluate, type Nix } from './evaluate.ts'
import { markOf } from './library-mark.ts'
import { nixString } from './output.ts'

const rendered = z.object({
  hosts: z.record(
    z.string(),
    z.object({ files: z.record(z.string(), z.string()), derived: z.record(z.string(), z.unknown()) }),
  ),
  files: z.record(z.string(), z.string()),
  derived: z.record(z.string(), z.unknown()),
})

/** Files by path: each host's, and those of the whole site. */
export type Rendered = z.output<typeof rendered>

export interface RenderOptions extends Nix {
  readonly world: Pick<World, 'processes' | 'files' | 'hash'>
  /** The site as it was read: the same document gives the same files. */
  readonly document: unknown
  readonly source: string
  /** Renderings that come with the program. */
  readonly kept: string
  /** Those that were made here. */
  readonly cache: string
}

export const render = async (options: RenderOptions): Promise<Result<Rendered>> => {
  const { world, library, kept, cache, source } = options
  const site = siteText(options.document)
  const file = `${world.hash(site)}.json`
  const cached = `${cache}/${await markOf(world, library)}/${file}`
  for (const path of [`${kept}/${file}`, cached]) {
    const known = await world.files.readText(path, 64 * 1024 * 1024)
    const read = known.ok ? parse(known.value, source) : known
    if (read.ok) return read
  }
  const fresh = await renderAfresh(options, site)
  // A cache that cannot be written only costs the next call its time.
  if (fresh.ok) await world.files.writePrivate(cached, JSON.stringify(fresh.value))
  return fresh
}

/** Without what only a run is about: ports, deadlines and the like change no file. */
export const siteText = (document: unknown): string =>
  JSON.stringify(document, (key, value: unknown) =>
    key === '' && isSite(value) ? { ...value, provision: undefined } : value,
  )

/** By its schema: in the other shapes, `provision` may be the name of a machine. */
const isSite = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'schemaVersion' in value

/** By Nix, whatever was kept. */
export const renderAfresh = async (options: RenderOptions, site: string): Promise<Result<Rendered>> => {
  const { world, library, source } = options
  const folder = await world.files.privateFolder('firstlight-render')
  if (!folder.ok) return folder
  try {
    const path = `${folder.value.path}/site.json`
    const written = await world.files.writePrivate(path, site)
    if (!written.ok) return written
    const apply = `render: render { site = builtins.fromJSON (builtins.readFile ${nixString(path)}); }`
    const asked = ['--impure', '--file', `${library}/render.nix`, '--apply', apply]
    let stderr = ''
    const said = (text: string) => {
      stderr = text
    }
    const made = await evaluate({ ...options, said }, source, asked, rendered)
    const isRefused = !made.ok && made.fault.code === 'evaluation-failed'
    return isRefused ? fail(notRenderable(source, stderr)) : made
  } finally {
    await folder.value.remove()
  }
}

const parse = (text: string, source: string): Result<Rendered> => {
  try {
    const parsed = rendered.safeParse(JSON.parse(text))
    return parsed.success ? succeed(parsed.data) : fail(renderedUnreadable(source))
  } catch {
    return fail(renderedUnreadable(source))
  }
}
