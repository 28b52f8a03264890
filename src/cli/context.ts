/** What a command is given; `main.tsx` makes the real one. */
import type { World } from '../engine/world.ts'

export interface Context {
  readonly world: World
  /** A line to standard output; a pipe that closed is no failure. */
  out(line: string): void
  /** Text with its line breaks. */
  write(text: string): void
  err(line: string): void
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly home: string
  readonly version: string
  /** Where the program's own files are (nix/, examples/). */
  readonly root: string
  /** Standard input and output are a terminal. */
  readonly terminal: boolean
  /** Called for every SIGINT, SIGTERM and SIGHUP until the returned function is. */
  onSignal(receive: (signal: string) => void): () => void
  /** Lines of the machines' serial consoles, where somebody tells us them: a rehearsal, of us. */
  onConsole?(receive: (host: string, line: string) => void): void
}

/** Journals and records, a folder for each site. */
export const stateFolder = ({ env, home }: Pick<Context, 'env' | 'home'>): string =>
  `${env.XDG_STATE_HOME ?? `${home}/.local/state`}/firstlight`

/** 0 all well, 1 a machine failed, 2 bad usage or site, 3 preflight refused, 130 interrupted. */
export const exitCodes = { well: 0, machineFailed: 1, badUsage: 2, refused: 3, interrupted: 130 } as const
