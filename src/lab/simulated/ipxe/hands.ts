/** What a script works with: the machine it runs on, what it loaded, and what it can come to. */
/** What a script comes to. */
export type Outcome =
  | {
      readonly to: 'kernel'
      readonly commandLine: string
      readonly kernel: Loaded
      readonly initrds: readonly Loaded[]
    }
  /** Back to the firmware: 0 by `exit` or at the end, anything else by a failure. */
  | { readonly to: 'firmware'; readonly code: number }
  | { readonly to: 'disk'; readonly drive: string; readonly loader: string }
  | { readonly to: 'program'; readonly image: Loaded }
  | { readonly to: 'reboot' }

/** A file in memory; only its beginning is really kept, unless it is a script. */
export interface Loaded {
  readonly name: string
  readonly uri: string
  readonly sha256: string
  readonly bytes: number
  readonly kept: Buffer
  args: string
}

/** What a script may do to the machine it runs on. */
export interface Hands {
  /** Built-in settings: `net0/mac`, `platform`, `uuid`. */
  setting(name: string): string | undefined
  say(line: string): void
  fetch(uri: string): Promise<Omit<Loaded, 'name' | 'args'> | undefined>
  /** Opens a card and gets an address for it. */
  dhcp(): Promise<boolean>
  rest(seconds: number): Promise<void>
  /** Whether this platform can start this file. */
  isKernel(image: Loaded): boolean
  isProgram(image: Loaded): boolean
  /** Whether that loader is on that drive. */
  hasLoader(drive: string, loader: string): boolean
}

/** Settings and images survive from script to script. */
export interface Memory {
  readonly settings: Map<string, string>
  readonly images: Map<string, Loaded>
  /** What `boot` starts when it is given no name. */
  selected: Loaded | undefined
}

export const emptyMemory = (): Memory => ({ settings: new Map(), images: new Map(), selected: undefined })

export const isScript = (bytes: Buffer): boolean => /^#!ipxe\s/.test(bytes.toString('latin1', 0, 8))

/** A number is a command's return code; an outcome ends the script. */
export type Done = number | Outcome

/** A script that runs. */
export interface Run {
  readonly lines: readonly string[]
  readonly hands: Hands
  readonly memory: Memory
  /** The line that runs. */
  at: number
  /** Another script, in the middle of this one. */
  nested(script: string): Promise<Outcome>
}

export const settingIn = ({ memory, hands }: Run, name: string): string | undefined =>
  memory.settings.get(name) ?? hands.setting(name)
