/** What Nix says under `--log-format internal-json`, line by line. Types and results as in its logging.hh. */
export interface NixMessage {
  readonly action?: string
  readonly id?: number
  readonly type?: number
  readonly fields?: readonly unknown[]
  readonly level?: number
  readonly raw_msg?: string
  readonly msg?: string
}

export const activities = { copyPath: 100, fileTransfer: 101, builds: 104, build: 105 } as const

export const results = { logLine: 101, progress: 105, expected: 106 } as const

/** Nothing for a line in its ordinary form: warnings of ssh, of a daemon, or errors before it reads its flags. */
export const readMessage = (line: string): NixMessage | undefined => {
  if (!line.startsWith('@nix {')) return undefined
  try {
    return JSON.parse(line.slice(5)) as NixMessage
  } catch {
    return undefined
  }
}
