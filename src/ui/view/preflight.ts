/** What a run needs, finding by finding: what is good in a word, what is not with its remedy. */
import type { Finding } from '../../engine/index.ts'
import type { Glyphs } from '../theme.ts'
import { cell, clip, type Line, span, wrap } from './spans.ts'

const nameWidth = 15

export const findingLines = (finding: Finding, width: number, glyphs: Glyphs): readonly Line[] => {
  if (finding.state === 'good')
    return [
      [
        span(`${glyphs.good} `, 'good'),
        span(cell(finding.name, nameWidth)),
        span(` ${clip(finding.found, width - nameWidth - 3)}`, 'quiet'),
      ],
    ]
  const is = finding.state === 'refused' ? 'bad' : 'warning'
  const indent = ' '.repeat(nameWidth + 3)
  const { message, code, remedy } = finding.fault
  return [
    ...wrap(`${message} [${code}]`, width - nameWidth - 3).map((text, index) => [
      ...(index === 0
        ? [span(`${glyphs[is]} `, is), span(cell(finding.name, nameWidth), is), span(' ')]
        : [span(indent)]),
      span(text, is),
    ]),
    ...wrap(remedy, width - nameWidth - 5).map((text, index) => [
      span(indent),
      span(index === 0 ? `${glyphs.arrow} `.padEnd(2) : '  ', 'accent'),
      span(text),
    ]),
  ]
}

/** What has to be mended first. */
export const sortFindings = (findings: readonly Finding[]): readonly Finding[] => {
  const order = { refused: 0, warning: 1, good: 2 } as const
  return findings.toSorted((one, other) => order[one.state] - order[other.state])
}

export const preflightHeadline = (findings: readonly Finding[] | null): Line => {
  if (findings === null) return [span('looking at what a run needs', 'busy')]
  const refused = findings.filter(({ state }) => state === 'refused').length
  const warnings = findings.filter(({ state }) => state === 'warning').length
  if (refused > 0) return [span(`${refused} of ${findings.length} must be mended before a run`, 'bad')]
  return warnings > 0
    ? [span(`ready, ${warnings === 1 ? 'one warning' : `${warnings} warnings`}`, 'warning')]
    : [span('ready', 'good')]
}
