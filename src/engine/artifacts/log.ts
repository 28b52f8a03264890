/** `build.log` of one image: everything that was said about it, whoever said it. */
import { explain, type Fault } from '../errors.ts'
import { nameOf, type Transcript } from '../nix/transcript.ts'
import { plainLines } from '../plain-text.ts'

export interface LogContents {
  readonly heading: readonly string[]
  /** What Nix said while it evaluated. */
  readonly evaluation: string
  readonly transcript: Transcript | undefined
  readonly concerns: (derivation: string) => boolean
  readonly warnings: readonly Fault[]
  readonly fault: Fault | undefined
}

export const logText = ({
  heading,
  evaluation,
  transcript,
  concerns,
  warnings,
  fault,
}: LogContents): string =>
  [
    ...heading,
    ...section('Nix, evaluating', plainLines(evaluation, 2000)),
    ...(transcript?.builds() ?? [])
      .filter(concerns)
      .flatMap(derivation => section(nameOf(derivation), transcript?.linesOf(derivation) ?? [])),
    ...section('Nix, building', transcript?.complaints() ?? []),
    ...section('Warnings', warnings.map(explain)),
    ...section('Ended', [fault === undefined ? 'well' : explain(fault)]),
    '',
  ].join('\n')

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `== ${title}`, ...lines]
