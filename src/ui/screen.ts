/**
 * The contract between the shell and the screens that stand in it. A screen is a component that fills the body:
 * it draws what it is given, answers commands (`useCommands`), and never reads a key, a clock or the engine.
 */

import type { ComponentType } from 'react'
import type {
  Command,
  Fault,
  Finding,
  Plan,
  RollOut,
  RollOutState,
  Snapshot,
  StatusWatch,
} from '../engine/index.ts'
import type { Guide, GuideState } from './guide.ts'
import type { Tab } from './places.ts'
import type { Theme } from './theme.ts'

export const screenNames = [
  'start',
  'guide',
  'hosts',
  'plan',
  'run',
  'machine',
  'network',
  'services',
  'status',
  'deploy',
  'help',
  'end',
] as const
export type ScreenName = (typeof screenNames)[number]

/** Where the operator is; a machine's screen says which, the others may point at one. */
export type Place =
  | { readonly screen: Exclude<ScreenName, 'machine'>; readonly host?: string }
  | { readonly screen: 'machine'; readonly host: string }

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The text must be typed before `act` is called; `lines` say exactly what it does. */
export interface Confirmation {
  readonly title: string
  readonly lines: readonly string[]
  /** What has to be typed: the machine's name, the site's. */
  readonly text: string
  /** What the button says: `erase`, `start`. */
  readonly verb: string
  act(): void
}

/** What every screen is given. */
export interface ScreenProps {
  /** Of the body: nothing a screen draws may be larger. */
  readonly size: Size
  readonly theme: Theme
  /** Milliseconds; moves once a second. */
  readonly now: number
  /** False while a dialog stands in front: a list or field of the screen's own then listens to nothing. */
  readonly focused: boolean
  go(place: Place): void
  back(): void
  /** A line at the foot, until the next key. */
  tell(line: string): void
  ask(confirmation: Confirmation): void
  /** To the operator's clipboard, through the terminal; says at the foot what became of it. */
  copy(text: string): void
  /** To a file in the folder the program was started from; says at the foot what became of it. */
  save(name: string, text: string): void
}

/** How far the site has come. */
export type SiteState =
  | { readonly state: 'none' }
  | { readonly state: 'looking'; readonly source: string }
  | {
      readonly state: 'refused'
      readonly source: string
      readonly faults: readonly Fault[]
      readonly warnings: readonly Fault[]
    }
  | { readonly state: 'open'; readonly plan: Plan; readonly warnings: readonly Fault[] }

export interface StartProps extends ScreenProps {
  readonly site: SiteState
  /** What a run needs, once it was looked at. */
  readonly preflight: readonly Finding[] | null
  /** A file, a folder or a flake reference. */
  open(source: string): void
  /** The whole program against simulated machines. */
  demo(): void
  /** The way to a first machine, question by question. */
  first(): void
}

export interface GuideProps extends ScreenProps {
  readonly guide: GuideState
  readonly steps: Guide
  /** Of the run the guide listens with. */
  readonly snapshot: Snapshot | null
}

/** What of the site this run is about. */
export interface Choice {
  /** Hosts of this run. */
  readonly hosts: readonly string[]
  /** Hosts whose installer profile is not the site's. */
  readonly profiles: Readonly<Record<string, string>>
}

/** One file of a host, as it will be on the machine. */
export interface GeneratedFile {
  readonly path: string
  readonly text: string
}

export type Generated =
  | { readonly state: 'making' }
  | { readonly state: 'made'; readonly files: readonly GeneratedFile[] }
  | { readonly state: 'failed'; readonly fault: Fault }

/** What is known of the machines as they stand, apart from any run. */
export type StatusState =
  | { readonly state: 'opening' }
  | { readonly state: 'refused'; readonly fault: Fault }
  | { readonly state: 'open'; readonly hosts: readonly string[]; readonly watch: StatusWatch }

export interface StatusProps extends ScreenProps {
  readonly plan: Plan
  readonly status: StatusState
  /** To these machines, or to all; null while the session is about something else. */
  readonly deploy: ((hosts: readonly string[] | null) => void) | null
}

export interface DeployProps extends ScreenProps {
  readonly plan: Plan
  readonly rollOut: RollOutState
  begin: RollOut['begin']
}

/** With a site open. */
export interface SiteProps extends ScreenProps {
  readonly plan: Plan
  readonly warnings: readonly Fault[]
  readonly preflight: readonly Finding[] | null
  /** Null before the run. */
  readonly snapshot: Snapshot | null
  readonly choice: Choice
  readonly profiles: readonly string[]
  choose(choice: Choice): void
  /** Starts the run with this choice, and shows it. */
  begin(): void
  /** Why it did not start. */
  readonly refusal: Fault | null
  /** The files Nix generates for a host; asked for when first wanted. */
  generated(host: string): Generated
}

export interface HelpProps extends ScreenProps {
  readonly from: ScreenName
  /** What this session is about has these screens. */
  readonly known: readonly Tab[]
}

/** With a run under way, or over. */
export interface RunProps extends SiteProps {
  readonly snapshot: Snapshot
  send(command: Command): void
  /** Once: start nothing more, let disks being written come to their end. Twice: everything ends now. */
  stop(): void
}

export interface MachineProps extends RunProps {
  readonly host: string
}

/** Which screens there are, by what they need; `screens/index.ts` fills it in. */
export interface Screens {
  readonly start: ComponentType<StartProps>
  readonly guide: ComponentType<GuideProps>
  readonly hosts: ComponentType<SiteProps & { readonly host?: string }>
  readonly plan: ComponentType<SiteProps>
  readonly network: ComponentType<SiteProps & { readonly host?: string }>
  readonly services: ComponentType<SiteProps>
  readonly status: ComponentType<StatusProps>
  readonly deploy: ComponentType<DeployProps>
  readonly run: ComponentType<RunProps>
  readonly machine: ComponentType<MachineProps>
  readonly end: ComponentType<RunProps>
  readonly help: ComponentType<HelpProps>
}
