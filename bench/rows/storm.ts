/** A whole rack switched on at once: from power-on to phoned home, 8 MB of boot files each. */
import { join } from 'node:path'
import { type Bench, type Benchmark, figure, type Line, line } from '../harness/benchmark.ts'
import { repeat, type Sample } from '../harness/measure.ts'
import { nodeCommand, start } from '../harness/process.ts'
import { startRack } from '../storm/rack.ts'

export const storm: Benchmark = {
  name: 'storm',
  run: async bench => {
    const sizes = bench.smoke ? [3] : [10, 100, 1000]
    const measured: { readonly count: number; readonly sample: Sample }[] = []
    for (const count of sizes)
      measured.push({ count, sample: await repeat(bench.rounds, () => boot(bench, count)) })
    return [...measured.map(({ count, sample }) => stormLine(count, sample)), flatness(measured)]
  },
}

const file = join(import.meta.dirname, '..', 'storm', 'engine.ts')

const boot = async (bench: Bench, count: number): Promise<Sample> => {
  await using rack = await startRack(bench.folder, count)
  const { sitePath, artifactsPath, programsPath, folder } = rack
  await using engine = start(nodeCommand(file, sitePath, artifactsPath, programsPath, folder))
  const figures = JSON.parse(await engine.line(/^\{/)) as Sample
  return { ...figures, rack: rack.running.cpu() / count }
}

const stormLine = (count: number, sample: Sample): Line => {
  const [seconds, lost, memory] = [
    figure(sample, 'seconds'),
    figure(sample, 'lost'),
    figure(sample, 'memory'),
  ]
  return line({
    what: `Boot storm, ${count} machines`,
    firstlight: `${seconds.toFixed(1)} s, ${lost} lost, ${Math.round(memory / 1e6)} MB at most`,
    cpu: `${(figure(sample, 'cpu') * 1000).toFixed(1)} ms a machine (simulating it: ${(figure(sample, 'rack') * 1000).toFixed(0)})`,
    bar: count === 1000 ? '≤ 30 s, none lost, ≤ 600 MB' : 'none lost',
    met: lost === 0 && (count !== 1000 || (seconds <= 30 && memory <= 600e6)),
  })
}

const flatness = (measured: readonly { readonly count: number; readonly sample: Sample }[]): Line => {
  const [first, last] = [measured[0], measured.at(-1)]
  if (first === undefined || last === undefined) throw new Error('nothing was measured')
  const ratio = figure(first.sample, 'cpu') / figure(last.sample, 'cpu')
  return line({
    what: `Boot storm, cost per machine of ${first.count} over that of ${last.count}`,
    firstlight: ratio.toFixed(2),
    ratio,
    bar: '≥ 0.8: flat, or falling',
    met: ratio >= 0.8,
  })
}
