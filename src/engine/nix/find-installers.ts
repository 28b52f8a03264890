/**
 * Installers by the names a site gives them: outputs of its flake or of any other, and the built-in profiles,
 * which come from the program's own flake where the site's has none of that name.
 */
import { fail, type Result } from '../errors.ts'
import { missingOutput } from '../faults/nix.ts'
import type { Nix } from './evaluate.ts'
import { evaluateInstallers, type InstallerOutputs } from './installers.ts'
import { absolute, outputOf } from './output.ts'

export interface Flakes {
  /** Where names without a flake are looked up. */
  readonly flake: string
  readonly ownFlake: string
  readonly cwd: string
}

export type Found = Map<string, Result<InstallerOutputs>>

/** One evaluation for each flake that is named. */
export const findInstallers = async (nix: Nix, flakes: Flakes, names: readonly string[]): Promise<Found> => {
  const found = await inTheirFlakes(nix, flakes, names)
  const ours = names.filter(name => mayBeOurs(name, found.get(name)) && flakes.flake !== flakes.ownFlake)
  const own = await inTheirFlakes(nix, { ...flakes, flake: flakes.ownFlake }, ours)
  // What is in neither is missing from the site's, as far as its operator is concerned.
  for (const [name, installer] of own) if (!isMissing(installer)) found.set(name, installer)
  return found
}

/** A mistake in a profile of the site's own is told, and never covered up by ours. */
const mayBeOurs = (name: string, found: Result<InstallerOutputs> | undefined): boolean =>
  name.startsWith('netboot-') && found !== undefined && isMissing(found)

const isMissing = (found: Result<InstallerOutputs>): boolean =>
  !found.ok && found.fault.code === 'missing-output'

const inTheirFlakes = async (nix: Nix, { flake, cwd }: Flakes, names: readonly string[]): Promise<Found> => {
  const outputs = names.map(name => ({ name, ...outputOf(name, flake) }))
  const found: Found = new Map()
  for (const [reference, asked] of Map.groupBy(outputs, output => absolute(output.flake, cwd))) {
    const told = await evaluateInstallers(
      nix,
      reference,
      asked.map(({ attribute }) => attribute),
    )
    for (const { name, attribute } of asked)
      found.set(
        name,
        told.ok ? (told.value.get(attribute) ?? fail(missingOutput(reference, attribute))) : told,
      )
  }
  return found
}
