/** What builders and Nix said during a build, kept by derivation, so that each log holds what is its own. */
import { plainText } from '../plain-text.ts'
import { activities, type NixMessage, readMessage, results } from './messages.ts'

export interface Transcript {
  read(line: string, message: NixMessage | undefined): void
  /** Derivations that said something, in the order in which they began. */
  builds(): readonly string[]
  linesOf(derivation: string): readonly string[]
  failures(): readonly Failure[]
  /** What Nix itself called an error, and what it said in its ordinary form. */
  complaints(): readonly string[]
}

export interface Failure {
  readonly derivation: string
  /** In Nix's words, without its name: `builder failed with exit code 1`. */
  readonly why: string
  /** Only something it needs failed. */
  readonly isConsequence: boolean
}

/** A builder may print for hours; `nix log` has it all. */
const most = 20_000

export const createTranscript = (): Transcript => {
  const building = new Map<number, string>()
  const said = new Map<string, string[]>()
  const failed: Failure[] = []
  const complaints: string[] = []

  const logged = ({ id = -1, fields }: NixMessage): void => {
    const derivation = building.get(id)
    if (derivation === undefined) return
    const lines = said.get(derivation) ?? []
    said.set(derivation, lines)
    lines.push(plainText(String(fields?.[0]), 2000))
    if (lines.length > most) lines.splice(0, most / 2)
  }

  const complained = (text: string): void => {
    complaints.push(plainText(text))
    const failure = failureIn(plainText(text))
    if (failure !== undefined) failed.push(failure)
  }

  return {
    read: (line, message) => {
      if (message === undefined) {
        // Half a line of its own is nothing Nix said in its ordinary form.
        if (line.trim() !== '' && !line.startsWith('@nix ')) complaints.push(plainText(line))
        return
      }
      const { action, type, level } = message
      if (action === 'start' && type === activities.build)
        building.set(message.id ?? -1, String(message.fields?.[0]))
      if (action === 'result' && type === results.logLine) logged(message)
      if (action === 'msg' && level === 0) complained(message.raw_msg ?? message.msg ?? '')
    },
    builds: () => [...said.keys()],
    linesOf: derivation => said.get(derivation) ?? [],
    failures: () => failed,
    complaints: () => complaints,
  }
}

/**
 * Up to 2.33: `builder for '/nix/store/…-x.drv' failed with exit code 1`, `1 dependencies of derivation '…' failed
 * to build`; later: `Cannot build '…'. Reason: builder failed with exit code 1. Output paths: …`.
 */
const failureIn = (text: string): Failure | undefined => {
  const derivation = /'([^']*\.drv)'/.exec(text)?.[1]
  if (derivation === undefined) return undefined
  const [, reason] =
    /Reason: (.*?)\.?(?: Output paths:| Last \d+ log lines| For full logs|$)/.exec(text) ?? []
  const why = reason ?? text.replace(/(?: for| of derivation)? '[^']*\.drv'/, '')
  return { derivation, why, isConsequence: /dependenc(y|ies)\b/.test(why) }
}

/** Of a whole output at once. */
export const transcriptOf = (stderr: string): Transcript => {
  const transcript = createTranscript()
  for (const line of stderr.split('\n')) transcript.read(line, readMessage(line))
  return transcript
}

/** `/nix/store/hash-linux-6.12.drv` → `linux-6.12` */
export const nameOf = (derivation: string): string =>
  derivation.replace(/^.*\/[^-]*-/, '').replace(/\.drv$/, '')
