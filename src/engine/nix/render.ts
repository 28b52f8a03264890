/**
 * What a site turns into, as text: network units, BIRD, Caddy, SQL, OpenTofu variables. One generator makes
 * it, in Nix; here it is only called, and its answer kept by the content of what was asked.
 */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { renderedUnreadable } from '../faults/nix.ts'
import type { World } from '../world.ts'
import { evaluate, type Nix } from './evaluate.ts'
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
  /** Folders of earlier answers, by content; the last is written to. */
  readonly caches: readonly string[]
  readonly version: string
}

export const render = async (options: RenderOptions): Promise<Result<Rendered>> => {
  const { world, caches, source } = options
  const document = JSON.stringify(options.document)
  const key = world.hash(`${options.version}\n${document}`)
  for (const folder of caches) {
    const known = await world.files.readText(`${folder}/${key}.json`, 64 * 1024 * 1024)
    const read = known.ok ? parse(known.value, source) : known
    if (read.ok) return read
  }
  const fresh = await renderAfresh(options, document)
  const folder = caches.at(-1)
  // A cache that cannot be written only costs the next call its time.
  if (fresh.ok && folder !== undefined)
    await world.files.writePrivate(`${folder}/${key}.json`, JSON.stringify(fresh.value))
  return fresh
}

const renderAfresh = async (options: RenderOptions, document: string): Promise<Result<Rendered>> => {
  const { world, library, source } = options
  const folder = await world.files.privateFolder('firstlight-render')
  if (!folder.ok) return folder
  try {
    const path = `${folder.value.path}/site.json`
    const written = await world.files.writePrivate(path, document)
    if (!written.ok) return written
    const apply = `render: render { site = builtins.fromJSON (builtins.readFile ${nixString(path)}); }`
    return await evaluate(
      options,
      source,
      ['--impure', '--file', `${library}/render.nix`, '--apply', apply],
      rendered,
    )
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
