/** `firstlight images build`: installers for `run --artifacts`, or to be served by hand. */
import { buildImages } from '../engine/artifacts/build.ts'
import { imageName } from '../engine/artifacts/names.ts'
import type { ImagesBuilt } from '../engine/artifacts/terms.ts'
import { explain, type Fault } from '../engine/index.ts'
import { absolute } from '../engine/nix/output.ts'
import type { Read, Refused } from '../engine/site/load.ts'
import { builtInProfiles, profileNames } from '../engine/site/profiles.ts'
import { type Context, exitCodes } from './context.ts'
import type { ImagesFlags } from './flags.ts'
import { createImagesView } from './images-view.ts'
import { loadSite, tellRefused, warningLines } from './site.ts'

export const imagesBuild = async (flags: ImagesFlags, context: Context): Promise<number> => {
  const site = await siteFor(flags, context)
  if (site?.ok === false) return tellRefused({ ...context, flags }, site)
  for (const line of warningLines(site?.warnings ?? [])) context.err(line)
  const order = orderOf(flags, context, site)
  const twice = namedTwice(order.profiles)
  if (twice !== undefined) return refuse(context, twice, exitCodes.badUsage)
  return build(order, flags, context)
}

/** Without a word about one, the site that lies here, if one does. */
const siteFor = async (flags: ImagesFlags, context: Context): Promise<Read | Refused | undefined> => {
  const isNamed = flags.systems || flags.site !== undefined || flags.hosts !== undefined
  if (!isNamed && flags.flake !== undefined) return undefined
  const loaded = await loadSite({ ...context, flags })
  const isNone = !loaded.ok && loaded.faults.every(({ code }) => code === 'no-site')
  return isNone && !isNamed ? undefined : loaded
}

interface Order {
  readonly flake: string
  readonly profiles: readonly string[]
  readonly systems: readonly string[]
}

const orderOf = (flags: ImagesFlags, { cwd, root }: Context, site: Read | undefined): Order => {
  const machines = site?.plan.hosts.filter(({ managed }) => managed) ?? []
  const builtIn = profileNames.map(name => `netboot-${name}`)
  const usual = flags.systems ? machines.map(({ installer }) => installer) : builtIn
  return {
    flake: absolute(flags.flake ?? site?.plan.flake ?? root, cwd),
    profiles: [...new Set(flags.profile?.map(name => builtInProfiles[name] ?? name) ?? usual)],
    systems: flags.systems ? [...new Set(machines.map(({ system }) => system))] : [],
  }
}

/** Two flakes may call theirs alike: one folder cannot hold both. */
const namedTwice = (profiles: readonly string[]): Fault | undefined => {
  const twice = profiles.find((profile, n) => profiles.map(imageName).indexOf(imageName(profile)) !== n)
  return twice === undefined
    ? undefined
    : {
        code: 'image-named-twice',
        message: `two installers would be written to the folder ${imageName(twice)}`,
        place: `--profile ${twice}`,
        remedy: 'Build one of them with another --output',
      }
}

const build = async (order: Order, flags: ImagesFlags, context: Context): Promise<number> => {
  const { world, cwd, root, version } = context
  const view = createImagesView(flags, context)
  const stop = new AbortController()
  const unhear = context.onSignal(() => stop.abort())
  const built = await buildImages({
    ...{ world, cwd, version, ownFlake: root, library: `${root}/nix/lib` },
    ...order,
    folder: flags.output,
    signal: stop.signal,
    tell: view.tell,
  })
  unhear()
  view.end()
  if (!built.ok)
    return refuse(context, built.fault, stop.signal.aborted ? exitCodes.interrupted : exitCodes.refused)
  view.sum(built.value)
  return isWhole(built.value) ? exitCodes.well : exitCodes.machineFailed
}

const isWhole = ({ images, systems }: ImagesBuilt): boolean =>
  [...images, ...systems].every(({ result }) => result.ok)

const refuse = ({ err }: Context, fault: Fault, code: number): number => {
  err(explain(fault))
  return code
}
