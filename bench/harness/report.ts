/** The table: on the terminal as it comes, and in `results.md` with what it was measured on. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Line } from './benchmark.ts'
import { versionsOf } from './peers.ts'

export const asText = ({ what, firstlight, beside, ratio, cpu, bar, met }: Line): string =>
  [
    `${sign(met)} ${what}: ${firstlight}`,
    ...(beside === '' ? [] : [beside]),
    ...(ratio === null ? [] : [`ratio ${ratio.toFixed(2)}`]),
    ...(cpu === '' ? [] : [cpu]),
    ...(bar === '' ? [] : [`bar: ${bar}`]),
  ].join(' · ')

const sign = (met: boolean | null): string => (met === null ? '–' : met ? '✓' : '✗')

export interface Surroundings {
  readonly loadBefore: readonly number[]
  readonly rounds: number
}

export const writeReport = (path: string, lines: readonly Line[], surroundings: Surroundings): void =>
  writeFileSync(path, `${[...heading(surroundings), ...table(lines)].join('\n')}\n`)

const heading = ({ loadBefore, rounds }: Surroundings): readonly string[] => [
  '# Measured side by side',
  '',
  `Written by \`npm run bench\`. Medians of ${rounds} interleaved rounds; ratios above 1 are in our favour.`,
  'Where the load average is well above what the benchmark itself makes, absolute figures are noise and the ratios count.',
  '',
  `- ${new Date().toISOString().slice(0, 16)}Z, commit ${commit()}`,
  `- ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}`,
  `- load average before ${shown(loadBefore)}, after ${shown(loadavg())}`,
  ...versionsOf().map(version => `- ${version}`),
  '',
]

const shown = (load: readonly number[]): string => load.map(value => value.toFixed(1)).join(' ')

const commit = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

const table = (lines: readonly Line[]): readonly string[] => [
  '| what | firstlight | beside it | ratio | CPU | bar | met |',
  '|---|---|---|---|---|---|---|',
  ...lines.map(
    ({ what, firstlight, beside, ratio, cpu, bar, met }) =>
      `| ${what} | ${firstlight} | ${beside} | ${ratio?.toFixed(2) ?? ''} | ${cpu} | ${bar} | ${sign(met)} |`,
  ),
]
