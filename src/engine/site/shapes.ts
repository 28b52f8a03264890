/**
 * Three ways to write a site, told apart by their shape and brought into one, so that there is one set of
 * checks. Each remembers where its values were written: messages speak of the operator's file, not of ours.
 */
import { fitTo, type Misfit } from './fit.ts'
import { isObject, type Path, pathText } from './path.ts'
import { manifestSchema, nixieSchema } from './schema/manifest.ts'
import { type Site, siteSchema } from './schema.ts'
import { fromManifest, inBothGroups } from './shapes/manifest.ts'
import { fromNixie } from './shapes/nixie.ts'

export interface Shaped {
  readonly shape: Shape
  readonly site: Site
  readonly misfits: readonly Misfit[]
  /** Where a value of `site` was written. */
  readonly written: (path: Path) => string
}

export type Shape = 'site' | 'hosts' | 'manifest'

/** A value brought into the form of a site, and where its parts came from, by the path they have now. */
export interface Translated {
  readonly site: Site
  readonly origins: ReadonlyMap<string, Path>
}

export const shapeOf = (document: unknown): Shape | undefined => {
  if (!isObject(document) || Array.isArray(document)) return undefined
  if (isHosts(document)) return 'hosts'
  if ('core_services' in document || ('network' in document && !('hosts' in document))) return 'manifest'
  return 'hosts' in document || 'schemaVersion' in document || 'site' in document ? 'site' : undefined
}

/** One machine with a `mac_address` is enough: the others may be what is wrong with the file. */
const isHosts = (document: Record<string, unknown>): boolean =>
  !('schemaVersion' in document) &&
  Object.values(document).some(entry => isObject(entry) && 'mac_address' in entry)

export const shaped = (document: unknown, shape: Shape): Shaped => {
  switch (shape) {
    case 'site': {
      const { value, misfits } = fitTo(siteSchema, document)
      return { shape, site: value, misfits, written: pathText }
    }
    case 'hosts': {
      const { value, misfits } = fitTo(nixieSchema, document)
      return { shape, misfits, ...translated(fromNixie(value)) }
    }
    case 'manifest': {
      const { value, misfits } = fitTo(manifestSchema, document)
      const repeated = inBothGroups(value).map((path): Misfit => ({ path, value, why: { kind: 'repeated' } }))
      return { shape, misfits: [...misfits, ...repeated], ...translated(fromManifest(value)) }
    }
  }
}

const translated = ({ site, origins }: Translated): Pick<Shaped, 'site' | 'written'> => ({
  site,
  written: path => pathText(original(path, origins)),
})

/** The longest beginning of a path that was written somewhere else, put back. */
const original = (path: Path, origins: ReadonlyMap<string, Path>): Path => {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(pathText(path.slice(0, length)))
    if (origin !== undefined) return [...origin, ...path.slice(length)]
  }
  return path
}
