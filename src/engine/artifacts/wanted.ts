/** Everything that is asked for, evaluated: before anything is built, and so that all of it is built at once. */
import { fail, type Result, succeed } from '../errors.ts'
import { findInstallers } from '../nix/find-installers.ts'
import type { Derivation, InstallerOutputs } from '../nix/installers.ts'
import { evaluateSystems, type SystemOutputs } from '../nix/systems.ts'
import type { Each } from '../nix/together.ts'
import type { ImageBuild } from './terms.ts'

export interface Wanted {
  readonly images: Each<InstallerOutputs>
  readonly systems: Each<SystemOutputs>
  /** What Nix said on the way. */
  readonly said: string
}

export const evaluateWanted = async (options: ImageBuild): Promise<Wanted> => {
  const { profiles, systems, tell } = options
  tell({ type: 'evaluating', what: [...profiles, ...systems] })
  const said: string[] = []
  const nix = { ...options, said: (text: string) => void said.push(text) }
  const images = await findInstallers(nix, options, profiles)
  return { images, systems: await systemsOf(nix), said: said.join('\n') }
}

const systemsOf = async (options: ImageBuild): Promise<Each<SystemOutputs>> => {
  const { flake, systems } = options
  const asked: Result<Each<SystemOutputs>> =
    systems.length === 0 ? succeed(new Map()) : await evaluateSystems(options, flake, systems)
  return asked.ok ? asked.value : new Map(systems.map(name => [name, fail(asked.fault)]))
}

/** The files an image is made of; its system is in the ramdisk already. */
export const partsOfImage = ({ kernel, initrd }: InstallerOutputs): readonly Derivation[] => [kernel, initrd]

export const partsOfSystem = ({ toplevel, diskoScript }: SystemOutputs): readonly Derivation[] => [
  toplevel,
  diskoScript,
]

/** Of all that evaluated; machines share most of them. */
export const partsOf = ({ images, systems }: Wanted): readonly Derivation[] => {
  const parts = [...soundOf(images).flatMap(partsOfImage), ...soundOf(systems).flatMap(partsOfSystem)]
  return [...new Map(parts.map(part => [part.drv, part])).values()]
}

const soundOf = <T>(each: Each<T>): readonly T[] =>
  [...each.values()].flatMap(result => (result.ok ? [result.value] : []))
