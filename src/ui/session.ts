/** What the screen stands on: the site, the choice and, once there is one, the run. `cli/` makes it. */
import type { Engine, Fault, Finding, Result, RollOut } from '../engine/index.ts'
import type { Guide, GuideState } from './guide.ts'
import type { Choice, Generated, SiteState, StatusState } from './screen.ts'

export interface SessionState {
  readonly site: SiteState
  /** These machines are virtual ones in the place of the site's. */
  readonly rehearsal?: boolean
  readonly preflight: readonly Finding[] | null
  readonly choice: Choice
  /** Installer profiles to pick from. */
  readonly profiles: readonly string[]
  readonly engine: Pick<Engine, 'store' | 'command' | 'stop'> | null
  readonly refusal: Fault | null
  readonly generated: Readonly<Record<string, Generated>>
  /** On the way to a first machine. */
  readonly guide: GuideState | null
  /** Null: nobody asked yet. */
  readonly status: StatusState | null
  /** What this session is about, if not a run. */
  readonly rollOut: Pick<RollOut, 'getSnapshot' | 'subscribe' | 'begin' | 'stop'> | null
}

export interface Session {
  getSnapshot(): SessionState
  subscribe(listener: () => void): () => void
  open(source: string): void
  demo(): void
  choose(choice: Choice): void
  begin(): void
  /** What a run needs: looked at when it is first wanted. */
  look(): void
  generate(host: string): void
  readonly guide: Guide
  openStatus(): void
  /** Gets a roll-out ready, to these machines or to all; it has not begun. When it cannot, it says why. */
  openRollOut(hosts: readonly string[] | null, refused: (fault: Fault) => void): void
  /** One that was got ready so, and has not begun, is none any more. */
  leaveRollOut(): void
  save(name: string, text: string): Promise<Result<string>>
}
