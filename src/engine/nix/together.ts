/** Many outputs of a flake in one evaluation. */
import { fail, type Result, succeed } from '../errors.ts'
import { missingOutput } from '../faults/nix.ts'

export type Each<T> = ReadonlyMap<string, Result<T>>

/**
 * Nix gives up on all of them when one does not evaluate. Which one it was, only asking each alone tells; then
 * it stops no other. By name; what the flake does not have is a fault of its own.
 */
export const together = async <T>(
  flake: string,
  names: readonly string[],
  ask: (names: readonly string[]) => Promise<Result<Each<T>>>,
): Promise<Result<Each<T>>> => {
  const all = await ask(names)
  if (all.ok || names.length < 2 || all.fault.code !== 'evaluation-failed') return all
  const each = new Map<string, Result<T>>()
  for (const name of names) {
    const alone = await ask([name])
    each.set(name, alone.ok ? (alone.value.get(name) ?? fail(missingOutput(flake, name))) : alone)
  }
  return succeed(each)
}
