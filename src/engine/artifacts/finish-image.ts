/** One image after the build: published or not, and its log written either way. */
import { type Fault, fail, type Result } from '../errors.ts'
import { interrupted } from '../faults/artifacts.ts'
import { missingOutput } from '../faults/nix.ts'
import type { InstallerOutputs } from '../nix/installers.ts'
import type { Ledger } from './ledger.ts'
import { logText } from './log.ts'
import type { ImageEntry } from './manifest.ts'
import { imageName } from './names.ts'
import type { Outcome, PartsOutcome } from './outcome.ts'
import { publish } from './publish.ts'
import type { ImageBuild, ImageOutcome } from './terms.ts'
import { partsOfImage, type Wanted } from './wanted.ts'

export interface Bench extends ImageBuild {
  readonly nix: string
  readonly ledger: Ledger
  readonly wanted: Wanted
  readonly outcome: Outcome
}

export const logPath = (folder: string, profile: string): string =>
  `${folder}/${imageName(profile)}/build.log`

export const headingOf = (
  { version, world, flake }: ImageBuild,
  nix: string,
  profile: string,
): readonly string[] => [
  `${profile} of ${flake}, by firstlight ${version} with ${nix}`,
  new Date(world.clock.now()).toISOString(),
]

export const finishImage = async (bench: Bench, profile: string): Promise<ImageOutcome> => {
  const { folder, ledger, outcome, wanted, tell } = bench
  const name = imageName(profile)
  const log = logPath(folder, profile)
  const warnings: Fault[] = []
  const found = wanted.images.get(profile) ?? fail(missingOutput(bench.flake, profile))
  const parts = await outcome.of(found.ok ? partsOfImage(found.value) : [], name, log)
  const result = found.ok ? await imageOf(bench, name, found.value, parts, warnings) : found
  await writeLog(bench, profile, parts, warnings, result)
  for (const fault of warnings) tell({ type: 'warned', what: name, fault })
  if (result.ok) tell({ type: 'built', what: name, path: `${folder}/${name}` })
  // An interruption is told once, not for each.
  else if (!bench.signal?.aborted) tell({ type: 'buildFailed', what: name, fault: result.fault })
  return { name, log, result, before: ledger.before.images[name] }
}

const imageOf = async (
  { world, folder, ledger, flake, nix, signal }: Bench,
  name: string,
  outputs: InstallerOutputs,
  { fault }: PartsOutcome,
  warnings: Fault[],
): Promise<Result<ImageEntry>> => {
  if (signal?.aborted) return fail(interrupted(folder))
  if (fault !== undefined) return fail(fault)
  const provenance = { flake, nix, builtAt: new Date(world.clock.now()).toISOString() }
  const warn = (warning: Fault) => void warnings.push(warning)
  return publish({ files: world.files, folder, ledger, name, outputs, provenance, warn })
}

const writeLog = async (
  bench: Bench,
  profile: string,
  { concerns }: PartsOutcome,
  warnings: readonly Fault[],
  result: Result<unknown>,
): Promise<void> => {
  const { folder, wanted, outcome, world } = bench
  const text = logText({
    heading: headingOf(bench, bench.nix, profile),
    evaluation: wanted.said,
    transcript: outcome.run?.transcript,
    ...{ concerns, warnings },
    fault: result.ok ? undefined : result.fault,
  })
  // The outcome is told anyway: a log that cannot be written is not what went wrong.
  await world.files.write(logPath(folder, profile), text)
}
