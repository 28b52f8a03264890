/** `nix build` of derivations that are already evaluated, with Nix's own progress as facts. */
import { type Fault, fail, type Result, succeed } from '../errors.ts'
import type { RunFact } from '../events.ts'
import { buildFailed, noNix } from '../faults/nix.ts'
import type { ProcessResult, World } from '../world.ts'
import { features, type Nix } from './evaluate.ts'
import { readMessage } from './messages.ts'
import { createBuildProgress } from './progress.ts'
import { createThrottle } from './throttle.ts'
import { createTranscript, nameOf, type Transcript } from './transcript.ts'

export interface Builder extends Nix {
  readonly world: Pick<World, 'processes' | 'clock'>
}

export type Building = Extract<RunFact, { type: 'building' }>

export interface BuildRun {
  readonly ran: ProcessResult
  readonly transcript: Transcript
}

/** One `nix build` for all of them; `--keep-going`, so that what fails stops nothing beside it. */
export const runBuild = async (
  { world, signal }: Builder,
  what: string,
  derivations: readonly string[],
  tell: (fact: Building) => void,
): Promise<BuildRun> => {
  const progress = createBuildProgress()
  const transcript = createTranscript()
  const news = createThrottle(world.clock, 250, tell)
  const ran = await world.processes.run({
    command: ['nix', ...features, 'build', ...flags, ...derivations.map(derivation => `${derivation}^out`)],
    ...(signal && { signal }),
    line: (line, stream) => {
      if (stream === 'stdout') return
      const message = readMessage(line)
      transcript.read(line, message)
      if (message && progress.read(message)) news.offer({ type: 'building', what, ...progress.now() })
    },
  })
  news.flush()
  return { ran, transcript }
}

const flags = [
  '--no-link',
  '--print-out-paths',
  '--keep-going',
  '--log-format',
  'internal-json',
  '-v',
] as const

/** Output paths in the order of the derivations. */
export const buildDerivations = async (
  nix: Builder,
  what: string,
  derivations: readonly string[],
  tell: (fact: Building) => void,
): Promise<Result<readonly string[]>> => {
  const run = await runBuild(nix, what, derivations, tell)
  if (run.ran.exitCode === 0) return succeed(run.ran.stdout.trim().split('\n'))
  return fail(buildFault(run, what, what, () => true))
}

/** Why it was not built, of those failures that are its own; the cause rather than its consequences. */
export const buildFault = (
  { ran, transcript }: BuildRun,
  what: string,
  place: string,
  concerns: (derivation: string) => boolean,
): Fault => {
  if (ran.ended === 'notStarted') return noNix(what)
  const failures = transcript.failures().filter(({ derivation }) => concerns(derivation))
  const failure = failures.find(({ isConsequence }) => !isConsequence) ?? failures[0]
  const said = transcript.complaints()
  if (failure === undefined) return buildFailed({ what, place, why: said.at(-1) ?? endOf(ran), said })
  const { derivation, why } = failure
  const last = transcript.linesOf(derivation).filter(Boolean).at(-1)
  return buildFailed({
    what,
    place,
    why: [nameOf(derivation), why, last].filter(Boolean).join(': '),
    said,
    derivation,
  })
}

const endOf = ({ ended, reason, stderr }: ProcessResult): string =>
  ended === 'exited' ? stderr.slice(-300) : [ended, reason].filter(Boolean).join(': ')
