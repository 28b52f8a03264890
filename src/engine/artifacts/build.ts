/**
 * `images build`: installers, and systems where they are asked for, out of one evaluation and one `nix build`, laid
 * into a folder that `run --artifacts` installs from. What fails is told by name, and stops nothing beside it.
 */
import { fail, type Result, succeed } from '../errors.ts'
import { interrupted } from '../faults/artifacts.ts'
import { noNix } from '../faults/nix.ts'
import { nixVersion } from '../nix/store.ts'
import { finishImage, headingOf, logPath } from './finish-image.ts'
import { finishSystem } from './finish-system.ts'
import { openLedger } from './ledger.ts'
import { buildParts } from './outcome.ts'
import type { ImageBuild, ImageOutcome, ImagesBuilt, SystemOutcome } from './terms.ts'
import { evaluateWanted, partsOf } from './wanted.ts'

/** A fault when nothing at all could be done; what a single image lacks is in its outcome. */
export const buildImages = async (options: ImageBuild): Promise<Result<ImagesBuilt>> => {
  const { world, folder, profiles, systems, tell, signal } = options
  const nix = await nixVersion(options)
  if (nix === undefined) return fail(noNix('images build'))
  const begun = await begin(options, nix)
  if (!begun.ok) return begun
  const ledger = await openLedger(world.files, folder, fault => tell({ type: 'warned', what: folder, fault }))
  const wanted = await evaluateWanted(options)
  const outcome = await buildParts(options, [...profiles, ...systems].join(', '), partsOf(wanted), tell)
  const bench = { ...options, nix, ledger, wanted, outcome }
  const images: ImageOutcome[] = []
  for (const profile of profiles) images.push(await finishImage(bench, profile))
  const built: SystemOutcome[] = []
  for (const name of systems) if (!signal?.aborted) built.push(await finishSystem(bench, name))
  return signal?.aborted
    ? fail(interrupted(folder))
    : succeed({ manifest: ledger.path, images, systems: built })
}

/** A folder that cannot be written to is told now, not in an hour. */
const begin = async (options: ImageBuild, nix: string): Promise<Result<void>> => {
  for (const profile of options.profiles) {
    const text = `${headingOf(options, nix, profile).join('\n')}\n\nThe build goes on.\n`
    const written = await options.world.files.write(logPath(options.folder, profile), text)
    if (!written.ok) return written
  }
  return succeed(undefined)
}
