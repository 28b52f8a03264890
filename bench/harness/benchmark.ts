/** What a benchmark is: it measures, and says its figures against its bars. */
import type { Sample } from './measure.ts'

export interface Benchmark {
  readonly name: string
  run(bench: Bench): Promise<readonly Line[]>
}

export interface Bench {
  /** Only to show that it runs: one round, small amounts; the figures mean nothing. */
  readonly smoke: boolean
  readonly rounds: number
  /** For anything it writes; removed afterwards. */
  readonly folder: string
  /** Says what is going on. */
  say(words: string): void
}

/** One line of the table. */
export interface Line {
  readonly what: string
  readonly firstlight: string
  /** Who was measured beside it, and what came of it. */
  readonly beside: string
  readonly ratio: number | null
  readonly cpu: string
  readonly bar: string
  readonly met: boolean | null
}

export const line = (given: Partial<Line> & Pick<Line, 'what' | 'firstlight' | 'bar' | 'met'>): Line => ({
  beside: '',
  ratio: null,
  cpu: '',
  ...given,
})

export const skipped = (what: string, why: string): Line =>
  line({ what, firstlight: `not measured: ${why}`, bar: '', met: null })

/** A figure of a sample; one that was not measured is a bug of the benchmark. */
export const figure = (sample: Sample, name: string): number => {
  const value = sample[name]
  if (value === undefined) throw new Error(`no figure called ${name}`)
  return value
}

export const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`
