/** `nix eval --json`, with its answer checked. */
import { z } from 'zod'
import { fail, type Result, succeed } from '../errors.ts'
import { evaluationFailed, evaluationStopped, evaluationUnreadable, noNix } from '../faults/nix.ts'
import type { World } from '../world.ts'

export interface Nix {
  readonly world: Pick<World, 'processes'>
  /** nix/lib of this program. */
  readonly library: string
  /** Takes everything that Nix said while it evaluated, for a log. */
  readonly said?: (text: string) => void
  readonly signal?: AbortSignal
}

export const features = ['--extra-experimental-features', 'nix-command flakes'] as const

/** The first evaluation of nixpkgs on a small machine may take minutes, fetching it even more. */
const patience = 30 * 60 * 1000

export const evaluate = async <T>(
  { world, said, signal }: Nix,
  what: string,
  args: readonly string[],
  shape: z.ZodType<T>,
): Promise<Result<T>> => {
  const ran = await world.processes.run({
    command: ['nix', ...features, 'eval', '--json', ...args],
    timeout: patience,
    ...(signal && { signal }),
  })
  said?.(ran.stderr)
  if (ran.ended === 'notStarted') return fail(noNix(what))
  // Nix may print half a JSON before an error: only the exit code tells.
  if (ran.ended !== 'exited') return fail(evaluationStopped(what, ran.ended))
  if (ran.exitCode !== 0) return fail(evaluationFailed(what, ran.stderr))
  try {
    const parsed = shape.safeParse(JSON.parse(ran.stdout))
    return parsed.success
      ? succeed(parsed.data)
      : fail(evaluationUnreadable(what, z.prettifyError(parsed.error)))
  } catch (error) {
    return fail(evaluationUnreadable(what, String(error)))
  }
}
