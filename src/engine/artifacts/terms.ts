/** What `images build` is asked, says on the way, and answers. */
import type { Fault, Result } from '../errors.ts'
import type { RunFact } from '../events.ts'
import type { Builder } from '../nix/build.ts'
import type { Flakes } from '../nix/find-installers.ts'
import type { World } from '../world.ts'
import type { ImageEntry, SystemEntry } from './manifest.ts'

export interface ImageBuild extends Builder, Flakes {
  readonly world: Pick<World, 'processes' | 'clock' | 'files'>
  readonly folder: string
  /** Installers, as a site names them. */
  readonly profiles: readonly string[]
  /** What machines install: names in the flake's `nixosConfigurations`. */
  readonly systems: readonly string[]
  readonly tell: (fact: ImageFact) => void
  readonly version: string
}

export type ImageFact =
  | Extract<RunFact, { type: 'building' | 'built' | 'buildFailed' }>
  | { readonly type: 'evaluating'; readonly what: readonly string[] }
  | { readonly type: 'warned'; readonly what: string; readonly fault: Fault }

export interface ImagesBuilt {
  readonly manifest: string
  readonly images: readonly ImageOutcome[]
  readonly systems: readonly SystemOutcome[]
}

export interface ImageOutcome {
  readonly name: string
  readonly log: string
  readonly result: Result<ImageEntry>
  /** As it was built the last time. */
  readonly before: ImageEntry | undefined
}

export interface SystemOutcome {
  readonly name: string
  readonly result: Result<SystemEntry>
}
