/** Where a site is: a file, a folder that holds one, or an attribute of a flake. */
import type { Fault, Result } from '../errors.ts'
import { fail, succeed } from '../errors.ts'
import { noNix, noSite, readJsonInstead } from '../faults/site-source.ts'
import type { World } from '../world.ts'
import { flakeWithin, folderOf, isReference } from './plan/paths.ts'

export interface Source {
  readonly kind: 'json' | 'nix' | 'flake'
  /** As it is named in messages. */
  readonly name: string
  /** The folder of the files it names. */
  readonly root: string
  /** What `.` means in a flake reference. */
  readonly base: string
  readonly warnings: readonly Fault[]
}

export type Outside = Pick<World, 'files' | 'processes'>

/** In this order: what is nearest to the operator's own words first. */
const siteFiles = ['site.nix', 'site.json', 'hosts.json', 'manifest.nix', 'manifest.json']

/** The attribute that holds the site, where a flake is named without one. */
const siteAttribute = 'site'

export const findSource = async (world: Outside, named: string): Promise<Result<Source>> => {
  if (named.includes('#') || isReference(named)) return succeed(flakeSource(named))
  const listed = await world.files.list(named)
  if (listed.ok) return inFolder(world, named.replace(/(?<=.)\/+$/, ''), listed.value)
  return succeed(fileSource(named))
}

const fileSource = (name: string, warnings: readonly Fault[] = []): Source => {
  const root = folderOf(name)
  return { kind: name.endsWith('.nix') ? 'nix' : 'json', name, root, base: root, warnings }
}

const flakeSource = (name: string): Source => {
  const [base = '.'] = name.split('#')
  const root = isReference(base) ? base.replace(/^path:/, '') : base
  return {
    kind: 'flake',
    name: name.includes('#') ? name : `${name}#${siteAttribute}`,
    root: isReference(root) ? '.' : root || '.',
    base: base || '.',
    warnings: [],
  }
}

const inFolder = async (
  world: Outside,
  folder: string,
  listed: readonly string[],
): Promise<Result<Source>> => {
  const pathOf = (file: string) => (folder === '.' ? file : `${folder}/${file}`.replace('//', '/'))
  const [first, ...others] = siteFiles.filter(file => listed.includes(file))
  if (first === undefined)
    return listed.includes('flake.nix')
      ? succeed(flakeSource(flakeWithin(folder, `.#${siteAttribute}`)))
      : fail(noSite(folder))
  if (!first.endsWith('.nix') || (await world.processes.find('nix')) !== undefined)
    return succeed(fileSource(pathOf(first)))
  const json = others.find(file => file === first.replace('.nix', '.json'))
  if (json === undefined) return fail(noNix(pathOf(first)))
  return succeed(fileSource(pathOf(json), [readJsonInstead(pathOf(first), pathOf(json))]))
}
