/** What became of what was built: whole and in the store, or why not. */
import type { Fault } from '../errors.ts'
import { type Builder, type Building, type BuildRun, buildFault, runBuild } from '../nix/build.ts'
import type { Derivation } from '../nix/installers.ts'
import { requisitesOf, validOf } from '../nix/store.ts'

export interface Outcome {
  /** Nothing, when nothing evaluated. */
  readonly run: BuildRun | undefined
  of(parts: readonly Derivation[], name: string, place: string): Promise<PartsOutcome>
}

export interface PartsOutcome {
  readonly fault: Fault | undefined
  /** Whether these parts need that derivation: whose log it is, and whose failure. */
  readonly concerns: (derivation: string) => boolean
}

export const buildParts = async (
  builder: Builder,
  what: string,
  parts: readonly Derivation[],
  tell: (fact: Building) => void,
): Promise<Outcome> => {
  if (parts.length === 0)
    return { run: undefined, of: async () => ({ fault: undefined, concerns: () => false }) }
  const run = await runBuild(
    builder,
    what,
    parts.map(({ drv }) => drv),
    tell,
  )
  const outputs = parts.map(({ out }) => out)
  const valid = run.ran.exitCode === 0 ? new Set(outputs) : await validOf(builder, outputs)
  return {
    run,
    of: async (asked, name, place) => {
      const requisites = await requisitesOf(
        builder,
        asked.map(({ drv }) => drv),
      )
      const concerns = (derivation: string) => requisites.has(derivation)
      const whole = asked.every(({ out }) => valid.has(out))
      return { fault: whole ? undefined : buildFault(run, name, place, concerns), concerns }
    },
  }
}
