/** How large each path of a system is: what the progress of its copy is measured in. */
import { z } from 'zod'
import { evaluateAs, type Nix } from './evaluate.ts'

/** A list in older Nix, an object by path in newer. */
const answer = z.union([
  z
    .array(z.object({ path: z.string(), narSize: z.number() }))
    .transform(all => all.map(({ path, narSize }) => [path, narSize] as const)),
  z
    .record(z.string(), z.object({ narSize: z.number() }))
    .transform(all => Object.entries(all).map(([path, { narSize }]) => [path, narSize] as const)),
])

/** Null when Nix does not tell: then the copy is counted in paths. */
export const closureOf = async (nix: Nix, path: string): Promise<ReadonlyMap<string, number> | null> => {
  const told = await evaluateAs(nix, path, ['path-info', '--json', '--recursive', path], answer)
  return told.ok ? new Map(told.value) : null
}
