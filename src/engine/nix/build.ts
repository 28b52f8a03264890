/** `nix build` of derivations that are already evaluated, with Nix's own progress as facts. */
import { fail, type Result, succeed } from '../errors.ts'
import type { RunFact } from '../events.ts'
import { buildFailed, noNix } from '../faults/nix.ts'
import { features, type Nix } from './evaluate.ts'
import { createBuildProgress } from './progress.ts'

/** Output paths in the order of the derivations. Told at most four times a second: Nix says far more. */
export const buildDerivations = async (
  { world }: Nix,
  what: string,
  derivations: readonly string[],
  tell: (fact: RunFact) => void,
): Promise<Result<readonly string[]>> => {
  const progress = createBuildProgress()
  const ran = await world.processes.run({
    command: [
      'nix',
      ...features,
      ...['build', '--no-link', '--print-out-paths', '--log-format', 'internal-json', '-v'],
      ...derivations.map(derivation => `${derivation}^out`),
    ],
    line: (line, stream) => {
      if (stream === 'stderr' && progress.read(line)) tell({ type: 'building', what, ...progress.now() })
    },
  })
  if (ran.exitCode === 0) return succeed(ran.stdout.trim().split('\n'))
  const why = progress.errors().join(' ') || ran.reason || ran.stderr.slice(-300)
  return fail(ran.ended === 'notStarted' ? noNix(what) : buildFailed(what, why))
}
