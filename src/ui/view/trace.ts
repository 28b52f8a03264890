/** Every exchange of a machine's boot, one line each; any of them opens to the decoded packets. */
import { plainText, type TraceLine } from '../../engine/index.ts'
import { timeOfDay } from './format.ts'
import { cell, clip, type Line, line, span } from './spans.ts'

export interface TraceRow {
  readonly key: string
  readonly exchange: TraceLine
}

/** A name that stays when older lines are dropped; several may carry the same moment. */
export const traceRows = (trace: readonly TraceLine[]): readonly TraceRow[] => {
  const seen = new Map<number, number>()
  return trace.map(exchange => {
    const nth = seen.get(exchange.at) ?? 0
    seen.set(exchange.at, nth + 1)
    return { key: `${exchange.at}/${nth}`, exchange }
  })
}

export const traceLine = ({ exchange: { at, protocol, line: text } }: TraceRow, width: number): Line => [
  span(`${timeOfDay(at)} `, 'quiet'),
  span(cell(protocol.toUpperCase(), 6), 'accent'),
  span(clip(plainText(text, 400), Math.max(1, width - 15)), refusedOrSilent(text) ? 'warning' : undefined),
]

const refusedOrSilent = (text: string): boolean => /not answered|declined|→ [45]\d\d/.test(text)

/** What was said, and what we answered; a line that does not begin with a blank begins a packet. */
export const detailLines = ({ exchange: { detail } }: TraceRow): readonly Line[] =>
  detail.length === 0
    ? [line('there is nothing more to it', 'quiet')]
    : detail.map(text =>
        text.startsWith(' ') ? decoded(text) : line(cleaned(text), isHead(text) ? 'accent' : undefined),
      )

/** `  54 server: 10.0.0.1`: the name quiet, the value plain. */
const decoded = (text: string): Line => {
  const plain = `  ${cleaned(text)}`
  const colon = plain.indexOf(': ')
  return colon < 0 ? line(plain) : [span(plain.slice(0, colon + 2), 'quiet'), span(plain.slice(colon + 2))]
}

const cleaned = (text: string): string => plainText(text, 2000)

const isHead = (text: string): boolean => /^[A-Z]{3,}\b/.test(text)
